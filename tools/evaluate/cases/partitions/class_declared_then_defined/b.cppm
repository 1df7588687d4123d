export module m:b;
import :a;
export struct node {
  int value;
};
