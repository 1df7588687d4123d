import m;
struct plain {
  int size() const { return 0; }
};
struct rich {
  int size() const { return 0; }
  int name() const { return 0; }
};

int main() {
#ifdef WRONG
  return which(1);
#else
  return which(plain()) - 1;
#endif
}
