module m;
import a;
int first() {
  return zero();
}
