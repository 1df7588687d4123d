import m;
import a;
int main() {
  return left() == &count && count == 1 ? 0 : 1;
}
