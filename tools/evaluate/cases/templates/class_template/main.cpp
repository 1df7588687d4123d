import m;
struct own {
  int value;
};
int main() {
  return box<own>(own{3}).get().value == 3 ? 0 : 1;
}
