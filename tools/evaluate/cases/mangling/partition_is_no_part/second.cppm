export module m:second;
import :first;
int shared() {
  return 7;
}
