import std;
import patterns;

// #region page
// A game tries a move on a copy of its board. Two pieces stand on one square, which knows them too, and a bonus may be
// of any class: the copy must share among its own what the board shares, and nothing with the board.
using namespace patterns::data_model;

struct bonus {
  virtual ~bonus() = default;
  virtual std::unique_ptr<bonus> clone() const = 0;
  virtual std::string text() const = 0;
};

struct double_points final : bonus {
  std::unique_ptr<bonus> clone() const override { return std::make_unique<double_points>(*this); }
  std::string text() const override { return "double points"; }
};

struct piece;

struct square {
  int column = 0;
  std::vector<std::weak_ptr<piece>> pieces;
  std::unique_ptr<bonus> prize;
};

struct piece {
  std::string name;
  std::shared_ptr<square> place;
};

struct board {
  std::vector<std::shared_ptr<piece>> pieces;
};

int main() {
  const auto corner = std::make_shared<square>(1);
  corner->prize = std::make_unique<double_points>();
  board now;
  for (const char* name : {"rook", "pawn"}) {
    now.pieces.push_back(std::make_shared<piece>(name, corner));
    corner->pieces.push_back(now.pieces.back());
  }

  const board tried = deep_copy(now);
  tried.pieces[0]->place->column = 8;
  std::cout << tried.pieces[1]->place->column << ' ' << corner->column << '\n';  // 8 1
  std::cout << tried.pieces[0]->place->pieces[1].lock()->name << '\n';           // pawn
  std::cout << tried.pieces[0]->place->prize->text() << '\n';                    // double points: cloned, not sliced

  const board same = shallow_copy(now);
  std::cout << std::boolalpha << (same.pieces[0] == now.pieces[0]) << '\n';  // true

  // Copied one by one, but with one memo, two pieces still share their square.
  copy_memo memo;
  const auto rook = deep_copy(now.pieces[0], memo);
  const auto pawn = deep_copy(now.pieces[1], memo);
  std::cout << (rook->place == pawn->place) << ' ' << (rook->place == corner) << '\n';  // true false
}
// #endregion
