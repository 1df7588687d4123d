import a;
import a.b;
int main() {
  return first() + second() == 3 ? 0 : 1;
}
