// must not compile, and must say: strategy<
import std;
import patterns.design;

patterns::design::calculator<int(int)> counts([calls = 0](int step) mutable { return calls += step; });
