export module a;
export namespace lib {
const char* name(int) {
  return "int";
}
}  // namespace lib
