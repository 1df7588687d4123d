export module m;
export {
  int f() {
    return 1;
  }
  struct s {
    int value = 2;
  };
  enum class color { red, green };
}
