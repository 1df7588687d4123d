export module b;
import a;
export n::number make() {
  return {};
}
