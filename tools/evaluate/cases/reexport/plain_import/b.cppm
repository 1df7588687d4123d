export module b;
import a;
export int high() {
  return low();
}
