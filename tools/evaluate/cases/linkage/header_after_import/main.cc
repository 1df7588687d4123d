import m;
#ifdef WRONG
#include "h.hpp"
#endif
int main() {}
