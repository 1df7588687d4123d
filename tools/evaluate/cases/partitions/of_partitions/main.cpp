import m;
int main() {
  return low() + high() == 4 ? 0 : 1;
}
