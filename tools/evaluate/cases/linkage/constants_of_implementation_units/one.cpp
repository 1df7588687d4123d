module m;
const int value = 1;
int first() {
  return value;
}
