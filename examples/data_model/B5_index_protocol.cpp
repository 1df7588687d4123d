import std;
import patterns;

// #region page
// A page number is no int, so that it is not added to a price. Where a whole number is wanted it is still one.
using namespace patterns::data_model;

class page_number {
 public:
  explicit page_number(int number) : number_(number) {}
  [[nodiscard]] int to_index() const { return number_; }

 private:
  int number_;
};

int main() {
  const std::vector<std::string> pages{"title", "contents", "chapter", "index"};
  std::cout << pages[to_position(page_number(2), pages.size())] << '\n';   // chapter
  std::cout << pages[to_position(page_number(-1), pages.size())] << '\n';  // index
  std::cout << hex(page_number(255)) << '\n';                              // 0xff

  try {
    std::cout << pages[to_position(page_number(-5), pages.size())] << '\n';
  } catch (const index_error& error) {
    std::cout << error.what() << '\n';  // index -5 of a sequence of size 4
  }
  try {
    std::cout << to_index<std::uint8_t>(page_number(256)) << '\n';
  } catch (const index_error& error) {
    std::cout << error.what() << '\n';  // index 256 is not in 0..255
  }
}
// #endregion
