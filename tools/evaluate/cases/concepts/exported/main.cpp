import m;
struct plain {
  int size() const { return 0; }
};
struct rich {
  int size() const { return 0; }
  int name() const { return 0; }
};

static_assert(sized<plain> && !named<plain> && named<rich> && !sized<int>);
int main() {}
