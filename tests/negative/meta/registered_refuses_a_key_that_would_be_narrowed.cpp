// must not compile, and must say: registered: the key is no value of the registry's key type
import std;
import patterns.meta;

struct message {
  using registry_type = patterns::meta::registry<message, unsigned char>;
  virtual ~message() = default;
};

struct greeting : message, patterns::meta::registered<greeting, message, 300> {};
