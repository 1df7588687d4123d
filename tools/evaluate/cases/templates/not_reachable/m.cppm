export module m;
export template <class T>
struct hidden;
export int use();
