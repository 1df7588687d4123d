import std;
int main() {
  const std::vector<std::string> words = {"hello", "world"};
  std::cout << words[0] << ' ' << words[1] << '\n';
}
