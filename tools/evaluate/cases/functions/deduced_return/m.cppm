export module m;
struct pair {
  int first = 3;
  char second = 'x';
};
export auto make() {
  return pair();
}
