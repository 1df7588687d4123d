module m;
int shape::sides() const {
  return 0;
}
int count(const shape& of) {
  return of.sides();
}
