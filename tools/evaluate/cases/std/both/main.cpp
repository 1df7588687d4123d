import std;
import std.compat;
int main() {
  std::cout << std::is_same_v<std::size_t, size_t> << '\n';
}
