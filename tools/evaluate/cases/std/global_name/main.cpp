import std;
int main() {
#ifdef WRONG
  return ::isgraph('a') != 0 ? 0 : 1;
#else
  return std::isgraph('a') != 0 ? 0 : 1;
#endif
}
