export module m;
import "h.hpp";
export int value() {
  return item().value;
}
