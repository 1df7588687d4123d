// must not compile, and must say: trace_sink
import std;
import patterns.data_model;

struct counter {
  void operator()(const patterns::data_model::trace_event&) { ++uses; }
  int uses = 0;
};

patterns::data_model::traced<int, counter> watched;
