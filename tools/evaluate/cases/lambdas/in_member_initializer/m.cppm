export module m;
inline constexpr auto add_two = [](int to) { return to + 2; };
export struct actions {
  int (*one)(int) = [](int to) { return to + 1; };
  decltype(add_two) two = add_two;
};
