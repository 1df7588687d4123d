module m;
const int limit = 9;
