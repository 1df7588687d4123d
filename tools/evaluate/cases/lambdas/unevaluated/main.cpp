import m;
int main() {
  return order<int>::less()(1, 2) && !order<int>::less()(2, 1) ? 0 : 1;
}
