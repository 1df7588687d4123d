struct point {
  long x = 2;
};
