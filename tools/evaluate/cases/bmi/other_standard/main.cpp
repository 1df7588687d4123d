import m;
static_assert(__cplusplus < 202302L);
int main() {
  return version == 0 ? value() : 0;
}
