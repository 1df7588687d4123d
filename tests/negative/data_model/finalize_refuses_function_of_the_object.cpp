// must not compile, and must say: finalizer_function
import std;
import patterns.data_model;

struct resource : patterns::data_model::finalizable {};

const resource object;
auto close = patterns::data_model::finalize(object, [](const resource&) {});
