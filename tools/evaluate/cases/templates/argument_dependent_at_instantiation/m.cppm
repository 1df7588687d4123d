export module m;
export template <class T>
int ask(const T& what) {
  return answer_of(what);
}
