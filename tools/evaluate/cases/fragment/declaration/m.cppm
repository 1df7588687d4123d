module;
#ifdef WRONG
int written_here();
#endif
export module m;
