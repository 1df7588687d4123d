// must not compile, and must say: refused_member<message
import patterns.data_model;

struct message {
  char* text;
};

auto bytes = patterns::data_model::dumps(message{});
