import <vector>;
int main() {
  std::vector<int> numbers = {1, 2, 3};
  return numbers.size() == 3 ? 0 : 1;
}
