import m;
int main() {
  return one() + two() == 3 ? 0 : 1;
}
