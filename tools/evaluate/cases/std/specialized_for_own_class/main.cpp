import std;
import m;
int main() {
  const std::unordered_set<key> all = {key{1}, key{1}};
  std::cout << all.size() << '\n';
}
