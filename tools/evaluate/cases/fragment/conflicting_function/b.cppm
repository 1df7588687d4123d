module;
#include "b.hpp"
export module b;
export using ::shared;
