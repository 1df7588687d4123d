export module a;
import m;
export struct own {};
template <>
struct name_of<own> {
  static constexpr int value = 7;
};
