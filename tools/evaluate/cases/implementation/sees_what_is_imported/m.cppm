export module m;
import a;
export int f();
