import std;
import patterns;

// #region page
// A million rows are kept in memory, and their bytes are written to a file. How large is one, and is there a hole in
// it?
using namespace patterns::data_model;

struct careless {
  bool is_valid;
  std::int64_t number;
  bool is_last;
};

struct compact {
  std::int64_t number;
  std::int32_t kind;
  std::int32_t flags;
};
static_assert(no_padding<compact> && !no_padding<careless>);

int main() {
  std::cout << std::format("careless: {} bytes, {} of them padding\n", layout_of<careless>().size(),
                           layout_of<careless>().padding());  // careless: 24 bytes, 14 of them padding
  std::cout << std::format("compact: {} bytes, {} of them padding\n", layout_of<compact>().size(),
                           layout_of<compact>().padding());  // compact: 16 bytes, 0 of them padding

  for (const auto& member : layout_of<careless>().members()) {
    std::cout << std::format("{:>2}: {} ({})\n", member.offset, member.name, member.size);
  }
  // layout_of<careless>().member<"colour">() does not compile: there is no such field.
}
// #endregion
