export module m;
export template <class... Ts>
constexpr auto sum(Ts... all) {
  return (0 + ... + all);
}
