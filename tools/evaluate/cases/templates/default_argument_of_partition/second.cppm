export module m:second;
import :first;
export template <class T, int Size>
struct row {
  static constexpr int size = Size;
};
