module nowhere;
int f() {
  return 1;
}
