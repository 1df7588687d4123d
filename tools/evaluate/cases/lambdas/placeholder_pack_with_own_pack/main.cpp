template <class T>
struct constant {
  T value;
};
template <constant... Added, class... Ts>
constexpr int sum(Ts... numbers) {
  return [](auto... each) { return (0 + ... + (Added.value + each)); }(numbers...);
}
static_assert(sum<constant<int>{10}, constant<int>{20}>(1, 2) == 33);
int main() {}
