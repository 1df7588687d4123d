export module b;
import m;
export void right() {
  ++counted<int>::count;
}
