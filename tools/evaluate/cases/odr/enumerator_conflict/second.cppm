export module m:second;
export inline int red = 1;
