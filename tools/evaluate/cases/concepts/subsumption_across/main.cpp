import m;
template <class T>
concept tiny = small<T> && sizeof(T) == 1;
template <tiny T>
constexpr int which(T) {
  return 2;
}
static_assert(which(short()) == 1);
static_assert(which(char()) == 2);
int main() {}
