#ifdef WRONG
import nowhere;
#endif
int main() {}
