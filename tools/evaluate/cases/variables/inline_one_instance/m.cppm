export module m;
export inline int count = 0;
