import a;
import b;
int main() {
  return static_cast<int>(left().x + right().x) == 3 ? 0 : 1;
}
