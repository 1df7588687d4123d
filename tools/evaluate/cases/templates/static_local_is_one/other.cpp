import m;
int next_of_other() {
  return next<int>();
}
