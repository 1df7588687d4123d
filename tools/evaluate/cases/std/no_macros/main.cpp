import std;
#if defined(assert) || defined(EOF) || defined(INT_MAX) || defined(errno) || defined(offsetof)
#error a macro came with the module
#endif
int main() {
  std::cout << "none\n";
}
