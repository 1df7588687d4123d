import m;
static_assert(twice(3) == 6);
int main() {
  return twice(2L) == 4 ? 0 : 1;
}
