export module m;

template <int N>
struct text {
  constexpr explicit text(int) {}
};

template <int I>
constexpr text<I> made(I);
