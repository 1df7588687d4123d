export module a;
import m;
export void add() {
  own += 10;
}
