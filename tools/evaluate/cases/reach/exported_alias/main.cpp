import m;
int main() {
  known made;
  return made.value == 9 ? 0 : 1;
}
