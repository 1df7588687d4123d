module m;
int animal::legs() const {
  return 2;
}
