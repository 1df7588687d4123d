module m;
void change() {
  ++shared;
}
