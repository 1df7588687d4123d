import a;
int helper() {
  return 4;
}
int main() {
  return a() + helper() == 5 ? 0 : 1;
}
