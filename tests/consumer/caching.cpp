import std;
import patterns.caching;

int main() {
  std::cout << std::format("{}\n", "built and ran");
}
