// must not compile, and must say: callable_as<
import std;
import patterns.design;

void each_price(patterns::design::callable_as<int(int)> auto change) {
  change(1);
}

void show() {
  each_price([](int price) { return std::to_string(price); });
}
