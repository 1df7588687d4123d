import a;
#ifdef WRONG
import b;
#endif
int main() {
  return f() == 1 ? 0 : 1;
}
