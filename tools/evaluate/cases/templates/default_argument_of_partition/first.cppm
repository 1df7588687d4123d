export module m:first;
export template <class T, int Size = 1>
struct row;
