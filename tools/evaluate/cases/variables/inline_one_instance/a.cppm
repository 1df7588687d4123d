export module a;
import m;
export const int* left() {
  ++count;
  return &count;
}
