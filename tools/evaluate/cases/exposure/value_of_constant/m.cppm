export module m;
namespace {
constexpr int local = 9;
}
export inline int value() {
  return local;
}
