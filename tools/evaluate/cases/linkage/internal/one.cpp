module m;
static int own() {
  return 1;
}
int one() {
  return own();
}
