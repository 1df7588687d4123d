#define value other
import m;
#undef value
int main() {
  return read(box()) + box().value == 2 ? 0 : 1;
}
