export module m;
namespace a_long_name {
export int zero() {
  return 0;
}
}  // namespace a_long_name
namespace short_name = a_long_name;
