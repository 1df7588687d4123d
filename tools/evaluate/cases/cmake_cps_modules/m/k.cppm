export module k;
export int g() {
  return 1;
}
