export module b;
#ifdef WRONG
import a:part;
#else
import a;
#endif
