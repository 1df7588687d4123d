module;
#include "a.hpp"
export module a;
export using ::shared;
