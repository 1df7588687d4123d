import b;
import c;
int main() {
  left();
  right(point());
  return count == 2 ? 0 : 1;
}
