module m;
animal& of_module() {
  static animal it;
  return it;
}
