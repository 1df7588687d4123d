module m;
module :private;
int f() {
  return 1;
}
