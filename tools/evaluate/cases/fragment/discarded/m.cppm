module;
#include "h.hpp"
export module m;
export using item = lib::item;
