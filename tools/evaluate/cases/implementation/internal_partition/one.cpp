module m;
import :inner;
int call() {
  return hidden().value;
}
