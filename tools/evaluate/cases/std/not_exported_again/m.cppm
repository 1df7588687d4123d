export module m;
import std;
export std::string text() {
  return "a";
}
