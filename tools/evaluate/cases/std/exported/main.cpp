import m;
int main() {
  std::cout << three().size() << '\n';
}
