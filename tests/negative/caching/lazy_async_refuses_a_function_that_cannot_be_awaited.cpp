// must not compile, and must say: lazy_function
import std;
import patterns.caching;

int compute() {
  return 5;
}

patterns::caching::lazy_async<int, int (*)()> value(compute);
