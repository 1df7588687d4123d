struct point {
  int x = 1;
};
