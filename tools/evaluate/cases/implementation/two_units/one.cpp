module m;
int half() {
  return 21;
}
