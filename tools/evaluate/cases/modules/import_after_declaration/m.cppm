export module m;
int first = 1;
#ifdef WRONG
import a;
#endif
