module m;
void count() {
  ++counter();
}
