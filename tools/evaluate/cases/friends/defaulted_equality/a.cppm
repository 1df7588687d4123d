export module a:part;
export struct stats {
  int hits = 0;
  friend constexpr bool operator==(const stats&, const stats&) = default;
};
