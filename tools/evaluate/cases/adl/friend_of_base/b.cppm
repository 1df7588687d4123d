export module b;
import a;
export namespace other {
struct derived : lib::base {};
}  // namespace other
