import m;
int main() {
  return cells_of(grid<size{2, 3}>()) == 6 ? 0 : 1;
}
