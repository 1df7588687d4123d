import m;
int main() {
  return checked(0);
}
