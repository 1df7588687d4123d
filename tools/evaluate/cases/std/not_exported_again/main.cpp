import m;
int main() {
  auto made = text();
#ifdef WRONG
  std::string other = made;
#endif
  return made.size() == 1 ? 0 : 1;
}
