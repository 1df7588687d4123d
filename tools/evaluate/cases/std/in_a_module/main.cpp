import std;
import m;
int main() {
  const std::map<std::string, int> made = counts({"a", "b", "a"});
  return made.at("a") == 2 ? 0 : 1;
}
