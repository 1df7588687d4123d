export module a;
import m;
export int left() {
  return next();
}
