import m;
int main() {
#ifdef WRONG
  return hidden(n::number{0});
#else
  return shown(n::number{0});
#endif
}
