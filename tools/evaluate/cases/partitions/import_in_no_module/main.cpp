import m;
#ifdef WRONG
import :part;
#endif
int main() {}
