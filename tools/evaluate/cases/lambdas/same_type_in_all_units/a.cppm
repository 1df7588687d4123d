export module a;
import m;
export void left() {
  ++used<decltype(less)>;
}
