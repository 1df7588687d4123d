export module b;
export namespace lib {
const char* name(double) {
  return "double";
}
}  // namespace lib
