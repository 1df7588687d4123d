export module m;
export extern "C" int answer_of_c() {
  return 5;
}
