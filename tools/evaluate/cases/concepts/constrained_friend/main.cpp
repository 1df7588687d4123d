import m;
struct unordered {};
template <class T>
concept less = requires(const T& each) { each < each; };
static_assert(less<box<int>> && !less<box<unordered>>);
int main() {
  return box<int>{1} < box<int>{2} ? 0 : 1;
}
