import "h.hpp";
void other();
int main() {
  other();
  return counter() == 1 ? 0 : 1;
}
