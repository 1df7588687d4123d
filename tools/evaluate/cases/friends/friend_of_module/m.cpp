module m;
int peek(const box& of) {
  return of.value_;
}
