import a;
import b;
int main() {
  return a() + b() == 3 ? 0 : 1;
}
