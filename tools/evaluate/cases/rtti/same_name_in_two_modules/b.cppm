module;
#include <typeinfo>
export module b;
struct item {
  virtual ~item() = default;
};
export const std::type_info& type_of_b() {
  static const item it;
  return typeid(it);
}
