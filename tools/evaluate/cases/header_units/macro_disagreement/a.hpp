#ifndef A_HPP
#define A_HPP
#define FACTOR 1
#endif
