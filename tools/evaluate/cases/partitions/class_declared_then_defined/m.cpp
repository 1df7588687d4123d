module m;
int value_of(const node& of) {
  return of.value;
}
