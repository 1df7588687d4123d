import m;
int main() {
  return m::a + m::b - 6;
}
