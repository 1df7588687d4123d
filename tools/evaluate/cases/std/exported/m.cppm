export module m;
export import std;
export std::vector<int> three() {
  return {1, 2, 3};
}
