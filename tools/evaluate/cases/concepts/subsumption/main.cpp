import m;
struct plain {
  int size() const { return 0; }
};
struct rich {
  int size() const { return 0; }
  int name() const { return 0; }
};

int main() {
  return which(plain()) == 1 && which(rich()) == 2 ? 0 : 1;
}
