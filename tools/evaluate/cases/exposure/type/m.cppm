export module m;
namespace {
struct local {};
}  // namespace
#ifdef WRONG
export local make();
#endif
