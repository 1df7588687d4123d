import m;
int main() {
#ifdef WRONG
  return unused(item());
#else
  return item().value;
#endif
}
