module m;
struct hidden : failure {
  int code() const override { return 7; }
};
void fail() {
  throw hidden();
}
bool is_of_module() {
  try {
    throw;
  } catch (const hidden&) {
    return true;
  } catch (...) {
    return false;
  }
}
