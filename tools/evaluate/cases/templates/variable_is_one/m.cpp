module m;
int* of_module() {
  ++shared<int>;
  return &shared<int>;
}
