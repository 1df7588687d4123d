import m;
int main() {
  return value_of(node{5}) == 5 ? 0 : 1;
}
