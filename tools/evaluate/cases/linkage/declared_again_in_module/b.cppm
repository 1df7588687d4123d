export module b;
import a;
#ifdef WRONG
export int shared();
#else
export int use() {
  return shared();
}
#endif
