import std;
import patterns;

int main() {
  std::cout << std::format("{}\n", "built and ran");
}
