export module l;
import k;
export int f() {
  return g();
}
