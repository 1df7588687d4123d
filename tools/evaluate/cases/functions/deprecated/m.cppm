export module m;
export [[deprecated("old")]] int old() {
  return 0;
}
