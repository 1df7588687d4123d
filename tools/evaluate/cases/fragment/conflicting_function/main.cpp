import a;
import b;
int main() {
#ifdef WRONG
  return static_cast<int>(shared(1));
#endif
}
