import m;
import a;
int main() {
  left();
  return used<decltype(less)> == 1 ? 0 : 1;
}
