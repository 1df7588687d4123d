export module m;
export int zero() {
  return 0;
}
