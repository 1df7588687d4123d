export module m;
import :inner;
export int f() {
  return helper();
}
