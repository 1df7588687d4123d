import l;
int main() {
  return f() - 1;
}
