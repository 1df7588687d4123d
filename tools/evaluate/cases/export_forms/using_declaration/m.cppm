module;
#include "old.hpp"
export module m;
namespace n {
export using old::f;
}  // namespace n
