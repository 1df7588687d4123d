module;
#include <memory>
export module m;
struct hidden;
export struct handle {
  handle();
  ~handle();
  int value() const;

 private:
  std::unique_ptr<hidden> held;
};
module :private;
struct hidden {
  int value = 3;
};
handle::handle() : held(std::make_unique<hidden>()) {}
handle::~handle() = default;
int handle::value() const {
  return held->value;
}
