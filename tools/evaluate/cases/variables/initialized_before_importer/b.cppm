export module b;
import a;
export int high = low + 1;
