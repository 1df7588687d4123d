export module m;
import :inner;
export int outer() {
  return inner();
}
