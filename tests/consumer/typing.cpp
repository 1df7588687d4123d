import std;
import patterns.typing;

int main() {
  const patterns::typing::box<int> box(6);
  std::cout << std::format("{}\n", box.get() == 6 ? "built and ran" : "is not 6");
}
