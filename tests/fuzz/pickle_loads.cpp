// Whatever the bytes are, loads gives a value that can be dumped and loaded again, or throws pickle_error.
import std;
import patterns.data_model;

// Not in an unnamed namespace, which compilers spell differently: the corpus holds the name of the type.
namespace fuzzed {

using namespace patterns::data_model;

enum class color : std::uint8_t { red, green };

class percentage {
 public:
  using pickle_form = std::uint8_t;

  percentage() = default;
  explicit percentage(std::uint8_t percent) : percent_(percent) {
    if (percent > 100) {
      throw std::out_of_range("more than all");
    }
  }
  explicit operator std::uint8_t() const { return percent_; }

 private:
  std::uint8_t percent_ = 0;
};

struct nothing {};

struct everything {
  std::int32_t number = 0;
  bool flag = false;
  color paint = color::red;
  percentage share;
  std::string text;
  std::vector<double> numbers;
  std::vector<nothing> nothings;
  std::vector<everything> children;
  std::optional<std::string> note;
  std::variant<std::monostate, std::int16_t, std::unique_ptr<everything>> choice;
  std::map<std::string, std::shared_ptr<everything>> named;
  std::unordered_set<std::uint16_t> marks;
  std::shared_ptr<everything> shared;
  std::weak_ptr<everything> watched;
  std::unique_ptr<everything> owned;
  transient<int> cache;
};

// A cycle that was loaded is the caller's: here it is opened again.
inline void open_cycles(everything& value) {
  std::vector<everything*> todo{&value};
  std::vector<std::shared_ptr<everything>> kept;
  const auto keep = [&](std::shared_ptr<everything>& pointer) {
    if (pointer != nullptr) {
      todo.push_back(pointer.get());
      kept.push_back(std::exchange(pointer, nullptr));
    }
  };
  while (!todo.empty()) {
    everything& each = *todo.back();
    todo.pop_back();
    keep(each.shared);
    for (auto& [name, pointer] : each.named) {
      keep(pointer);
    }
    for (everything& child : each.children) {
      todo.push_back(&child);
    }
    if (each.owned != nullptr) {
      kept.push_back(std::move(each.owned));
      todo.push_back(kept.back().get());
    }
    if (auto* held = std::get_if<2>(&each.choice); held != nullptr && *held != nullptr) {
      kept.push_back(std::move(*held));
      todo.push_back(kept.back().get());
    }
  }
}

}  // namespace fuzzed

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace fuzzed;
  everything value;
  try {
    value = loads<everything>(std::as_bytes(std::span(data, size)));
  } catch (const pickle_error& error) {
    if (error.offset() > size) {
      std::abort();
    }
    return 0;
  }
  const auto again = dumps(value);
  auto loaded = loads<everything>(again);
  if (value.marks.size() < 2 && dumps(loaded).size() != again.size()) {
    std::abort();
  }
  open_cycles(loaded);
  open_cycles(value);
  return 0;
}
