module m;
int whole() {
  return 2 * half();
}
