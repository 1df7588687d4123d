module m;
const int* of_implementation() {
  return &limit;
}
