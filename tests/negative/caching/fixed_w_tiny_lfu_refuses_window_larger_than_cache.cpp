// clang must say: constraints not satisfied for alias template 'fixed_w_tiny_lfu'
// gcc must say: template constraint failure for
import std;
import patterns.caching;

patterns::caching::bounded_cache<int, int, patterns::caching::fixed_w_tiny_lfu<101>> cache(4);
