export module m;
namespace a_long_name {
export int three() {
  return 3;
}
}  // namespace a_long_name
export namespace short_name = a_long_name;
