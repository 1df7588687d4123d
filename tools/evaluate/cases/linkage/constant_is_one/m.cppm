export module m;
export const int limit = 3;
export const int* of_interface() {
  return &limit;
}
export const int* of_implementation();
