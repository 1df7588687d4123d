export module m;
namespace {
#ifdef WRONG
export int f();
#endif
}  // namespace
