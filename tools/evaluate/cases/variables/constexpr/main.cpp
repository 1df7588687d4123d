import m;
static_assert(size == 3 && sizes[2] == 3 && twice(size) == 6);
int main() {
  int numbers[size] = {};
  return numbers[0];
}
