export module m:high;
import :low;
export int high() {
  return low() + quiet();
}
