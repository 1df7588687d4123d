#include <gtest/gtest.h>
import m;
TEST(of_a_module, even) {
  EXPECT_TRUE(even(2));
}
