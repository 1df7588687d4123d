import std;
import a;
namespace n {
struct q {};
template <class T>
struct box {};
enum class e { x };
}  // namespace n
int main() {
  std::cout << a::f<a::in>() << '\n'
            << a::f<a::in::deep>() << '\n'
            << a::h<a::in>() << '\n'
            << a::f<a::bx<n::q>>() << '\n'
            << a::f<std::vector<a::in>>() << '\n'
            << a::f<std::chrono::seconds>() << '\n'
            << a::w<a::in>::f() << '\n'
            << a::g<a::col::red, a::col(7)>() << '\n';
}
