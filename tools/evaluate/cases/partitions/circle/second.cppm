export module m:second;
import :first;
export int two();
