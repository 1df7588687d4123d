import std;
import patterns.meta;

namespace {
struct point {
  int x;
  int y;
};
}  // namespace

int main() {
  const bool shown = patterns::meta::repr(point{1, 2}).ends_with("point(x=1, y=2)");
  std::cout << std::format("{}\n", shown ? "built and ran" : "is not point(x=1, y=2)");
}
