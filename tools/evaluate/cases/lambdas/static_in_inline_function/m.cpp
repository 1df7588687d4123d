module m;
int next_of_module() {
  return next();
}
