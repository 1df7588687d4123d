// must not compile, and must say: chained<
import std;
import patterns.design;

constexpr auto name_of = [](int number) { return std::string(1, static_cast<char>(number)); };
auto sum = patterns::design::compose(patterns::design::adder(1), name_of)(65);
