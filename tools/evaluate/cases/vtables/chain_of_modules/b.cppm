export module b;
import a;
export struct left : virtual root {};
export struct right : virtual root {};
