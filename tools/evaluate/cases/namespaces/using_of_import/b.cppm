export module b;
import a;
export namespace outer {
using inner::zero;
}
