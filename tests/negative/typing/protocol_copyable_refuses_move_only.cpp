// must not compile, and must say: owned_as<
import std;
import patterns.typing;

struct measuring {
  using signature = bool() const;
  bool operator()(const auto& value) const { return value != nullptr; }
};

patterns::typing::protocol<patterns::typing::copyable, measuring> held(std::make_unique<int>(1));
