/// @file
/// A module of a user's, whose types the tests look into.
export module test.goods;

import std;

export namespace goods {

struct crate {
  std::string label;
  int bottles[6];
  struct {
    double width, height;
  } size;
};

enum class grade { a, b, rejected = 40 };

}  // namespace goods

namespace goods {

struct hidden {
  int secret;
};

}  // namespace goods

export namespace goods {

hidden make_hidden() {
  return {7};
}

}  // namespace goods
