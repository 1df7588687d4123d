extern "C" int shared_answer() {
  return 42;
}
