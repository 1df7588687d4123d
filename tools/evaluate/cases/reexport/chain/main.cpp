import c;
int main() {
  return low() == 1 ? 0 : 1;
}
