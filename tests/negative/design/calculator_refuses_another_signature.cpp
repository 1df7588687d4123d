// must not compile, and must say: strategy<
import std;
import patterns.design;

patterns::design::calculator<int(int, int)> length([](const std::string& text) { return text.size(); });
