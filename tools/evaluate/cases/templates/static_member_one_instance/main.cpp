import m;
import a;
import b;
int main() {
  left();
  right();
  return counted<int>::count == 2 && counted<long>::count == 0 ? 0 : 1;
}
