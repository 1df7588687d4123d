import b;
int main() {
  return value_of(make()) == 5 ? 0 : 1;
}
