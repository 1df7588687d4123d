import m;
static_assert(__cplusplus > 202002L);
int main() {
  return box<int>().held;
}
