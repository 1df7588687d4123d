import "h.hpp";
int main() {
  counter() += FACTOR;
  return counter() == 3 ? 0 : 1;
}
