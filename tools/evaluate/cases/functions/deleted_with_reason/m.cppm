export module m;
#ifndef __cpp_deleted_function
#error not supported here: deleted functions with a reason
#endif
export int value(int);
export int value(double) = delete("only whole numbers");
