import m;
static_assert(sum(1, 2, 3) == 6);
int main() {
  return sum() == 0 ? 0 : 1;
}
