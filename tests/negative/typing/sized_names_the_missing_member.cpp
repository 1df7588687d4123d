// must not compile, and must say: sized
// clang must say: no member named 'size' in 'lamp'
// gcc must say: 'value.size()' is invalid
import patterns.typing;

struct lamp {};

bool is_empty(const patterns::typing::sized auto& value) {
  return value.size() == 0;
}

const bool dark = is_empty(lamp{});
