module m;
const int value = 2;
int second() {
  return value;
}
