import std;
import patterns;

// #region page
// A camera must be given back to its driver: once, however the program ends, and also if nobody remembers to.
using namespace patterns::data_model;

void close_camera(int number) {
  std::cout << std::format("camera {} closed\n", number);
}

class camera : public finalizable {
 public:
  explicit camera(int number) : close_(finalize(*this, [number] { close_camera(number); })) {}

  bool close() { return close_(); }
  bool is_open() const { return close_.alive(); }

 private:
  finalizer close_;
};

struct window {
  std::string title;
};

int main() {
  {
    camera forgotten(1);
    camera closed(2);
    std::cout << closed.close() << closed.is_open() << closed.close() << '\n';  // camera 2 closed, 100
  }  // camera 1 closed

  // A class that knows nothing of this, made so that it can be finalized.
  auto shown = make_finalizable<window>("live");
  finalize(shown, [] { std::cout << "screen cleared\n"; });
  const finalizer light = finalize(shown, [] { std::cout << "light off\n"; });
  std::cout << light.peek()->object << '\n';  // window
  shown.reset();                              // light off, screen cleared

  // What lives to the end is finalized at the exit, the last first.
  static const auto& left = *new camera(3);
  static const auto& other = *new camera(4);
  std::cout << left.is_open() << other.is_open() << '\n';  // 11
}  // camera 4 closed, camera 3 closed
// #endregion
