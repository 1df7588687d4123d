export module m;
export template <class T>
T shared = T(2);
export int* of_module();
