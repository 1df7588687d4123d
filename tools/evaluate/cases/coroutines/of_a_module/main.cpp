import m;
int main() {
  numbers all = up_to(3);
  int sum = 0;
  while (all.next()) {
    sum += all.value();
  }
  return sum == 6 ? 0 : 1;
}
