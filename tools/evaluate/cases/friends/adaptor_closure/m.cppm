export module m;
import std;
export template <class T>
struct sample {
  void visit(const std::vector<T>& all) const {
    for (const auto& each : all | std::views::take(2)) {
      (void)each;
    }
  }
};
