export module m:second;
import :first;
#ifdef WRONG
export struct item {
  int value = 1;
};
#endif
export item make() {
  return {};
}
