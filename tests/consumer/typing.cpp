import std;
import patterns.typing;

int main() {
  std::cout << std::format("{}\n", "built and ran");
}
