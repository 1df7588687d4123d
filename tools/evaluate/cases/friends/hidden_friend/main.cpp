import m;
int main() {
  return value_of(n::box{1} + n::box{2}) == 3 ? 0 : 1;
}
