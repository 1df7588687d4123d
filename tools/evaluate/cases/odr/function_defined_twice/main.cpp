import m;
int main() {
  return value();
}
