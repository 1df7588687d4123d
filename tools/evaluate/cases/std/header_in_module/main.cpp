import std;
import m;
int main() {
  const std::vector<int> all = some();
  std::cout << std::accumulate(all.begin(), all.end(), 0) << '\n';
}
