import m;
template <class T>
constexpr bool is_long = false;
template <>
constexpr bool is_long<box<long>> = true;
int main() {
  box made(3);
  return is_long<decltype(made)> ? 0 : 1;
}
