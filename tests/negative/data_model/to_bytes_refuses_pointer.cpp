// must not compile, and must say: byte_serializable
import patterns.data_model;

struct message {
  const char* text;
};

auto bytes = patterns::data_model::to_bytes(message{"lamp"});
