import std;
import patterns;

// #region page
using patterns::design::has_part;
using patterns::design::missing_part;
using patterns::design::with_part_t;
namespace typing = patterns::typing;

// A garage builds cars from what starts. Some are sold as they are built, in others the engine will be changed.
template <class T>
concept engine_like = requires(T& engine) {
  { engine.start() } -> std::convertible_to<std::string>;
};

struct diesel {
  std::string start() { return "rattle"; }
};

struct electric {
  int charge = 100;
  std::string start() { return std::format("hum at {} %", charge--); }
};

template <engine_like Engine>
class car : public has_part<Engine> {
 public:
  using has_part<Engine>::has_part;
  std::string go() { return this->part().start(); }
};

// An engine of any type, for the cars that are to be changed.
struct starts {
  using signature = std::string();
  std::string operator()(engine_like auto& engine) const { return engine.start(); }
};

class any_engine : public typing::protocol<typing::copyable, starts> {
 public:
  using protocol::protocol;
  std::string start() { return call<starts>(); }
};

int main() {
  using old_car = car<diesel>;
  using new_car = with_part_t<old_car, diesel, electric>;         // replaced when it compiles
  static_assert(std::is_empty_v<old_car>);                        // and at no cost
  std::cout << old_car().go() << ", " << new_car().go() << '\n';  // rattle, hum at 100 %

  car<any_engine> changing(diesel{});
  std::cout << changing.go() << '\n';  // rattle
  any_engine spare = changing.replace(electric{60});
  std::cout << changing.go() << '\n';  // hum at 60 %
  std::cout << spare.start() << '\n';  // rattle

  try {
    changing.replace(any_engine());
  } catch (const missing_part& error) {
    std::cout << error.what() << '\n';  // has_part: the any_engine is missing: what was given is empty
  }
  std::cout << changing.go() << '\n';  // hum at 59 %
}
// #endregion
