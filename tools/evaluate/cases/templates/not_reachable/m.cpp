module m;
template <class T>
struct hidden {
  T value = 1;
};
int use() {
  return hidden<int>().value;
}
