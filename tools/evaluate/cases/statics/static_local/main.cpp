import m;
import a;
int main() {
  const int first = left();
  return first == 1 && next() == 2 ? 0 : 1;
}
