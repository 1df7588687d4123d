import m;
int main() {
  return of(box()) == 2 ? 0 : 1;
}
