// must not compile, and must say: finalizable
import std;
import patterns.data_model;

struct resource {};

const resource object;
auto close = patterns::data_model::finalize(object, [] {});
