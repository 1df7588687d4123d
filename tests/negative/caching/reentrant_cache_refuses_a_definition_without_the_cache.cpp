// must not compile, and must say: reentrant_loader
import std;
import patterns.caching;

patterns::caching::reentrant_cache<int, int> cache(100, [](int key) { return key; });
