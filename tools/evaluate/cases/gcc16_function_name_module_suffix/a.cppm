export module a;
import std;
export namespace a {
template <class T>
consteval const char* f() {
  return std::source_location::current().function_name();
}
template <class T>
consteval const char* h() {
  return __PRETTY_FUNCTION__;
}
template <auto... T>
consteval const char* g() {
  return std::source_location::current().function_name();
}
struct in {
  struct deep {
    int v;
  };
};
template <class T>
struct w {
  static consteval const char* f() { return __PRETTY_FUNCTION__; }
};
template <class T>
struct bx {};
enum class col { red, blue };
}  // namespace a
