export module a;
import m;
export void add() {
  ++counter::count;
}
