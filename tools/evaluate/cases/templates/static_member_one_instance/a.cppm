export module a;
import m;
export void left() {
  ++counted<int>::count;
}
