module;
#if __has_include(<gtest/gtest.h>)
#include <gtest/gtest.h>
#else
#error not supported here: there is no gtest/gtest.h
#endif
export module m;
export testing::AssertionResult even(int number) {
  return number % 2 == 0 ? testing::AssertionSuccess() : testing::AssertionFailure() << number << " is odd";
}
