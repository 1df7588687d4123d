module;
#include <typeinfo>
export module a;
struct item {
  virtual ~item() = default;
};
export const std::type_info& type_of_a() {
  static const item it;
  return typeid(it);
}
