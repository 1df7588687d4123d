#ifndef B_HPP
#define B_HPP
#define FACTOR 2
#endif
