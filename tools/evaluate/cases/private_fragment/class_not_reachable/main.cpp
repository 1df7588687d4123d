import m;
int main() {
#ifdef WRONG
  return make()->value;
#else
  return make() == nullptr;
#endif
}
