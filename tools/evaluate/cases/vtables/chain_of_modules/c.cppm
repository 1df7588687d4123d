export module c;
import a;
import b;
struct bottom : left, right {};
export root& make() {
  static bottom it;
  return it;
}
