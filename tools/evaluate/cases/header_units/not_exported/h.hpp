#pragma once
struct item {
  int value = 0;
};
