import m;
int main() {
#ifdef WRONG
  return get().value;
#else
  return value_of(get());
#endif
}
