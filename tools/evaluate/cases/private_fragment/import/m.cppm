export module m;
export int call();
module :private;
import a;
int call() {
  return four();
}
