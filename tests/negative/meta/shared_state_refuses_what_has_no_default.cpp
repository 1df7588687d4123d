// must not compile, and must say: default_initializable
import std;
import patterns.meta;

struct settings {
  explicit settings(int volume);
};

patterns::meta::shared_state<settings> here;
