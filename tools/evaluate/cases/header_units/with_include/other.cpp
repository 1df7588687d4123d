#include "h.hpp"
void other() {
  ++counter();
}
