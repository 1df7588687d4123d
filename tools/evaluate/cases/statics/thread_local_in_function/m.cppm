export module m;
export inline int& counter() {
  thread_local int count = 0;
  return count;
}
export void count();
