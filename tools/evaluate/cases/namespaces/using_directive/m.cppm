export module m;
namespace hidden {
int zero() {
  return 0;
}
}  // namespace hidden
export namespace lib {
using namespace hidden;
int call() {
  return zero();
}
}  // namespace lib
