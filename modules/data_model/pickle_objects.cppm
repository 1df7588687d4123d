/// @file
/// B28 · pickle_objects: what the pointers of a value point to, while it is read.
export module patterns.data_model:pickle_objects;

import std;

namespace patterns::data_model::detail {

class pickle_reader;

/// How an object behind a pointer is read. Its address tells its type.
struct pointee_reading {
  std::size_t smallest;
  const std::byte* (*fill)(pickle_reader& reader, void* object, const std::byte* next);
  void (*clear)(void* object) noexcept;
};

/// An object waits here until what is before it is read, with as many bytes `promised` as it has at the least. If
/// something is wrong, what was read is let go from its end.
class pickle_objects {
 public:
  struct waiting {
    void* address;
    const pointee_reading* reading;
  };
  struct shared {
    std::shared_ptr<void> object;
    const pointee_reading* reading;
    bool is_owned;
  };

  pickle_objects() = default;
  pickle_objects(const pickle_objects&) = delete;
  pickle_objects& operator=(const pickle_objects&) = delete;
  ~pickle_objects();

  /// The bytes that those waiting have at the least.
  [[nodiscard]] inline std::size_t promised() const noexcept { return promised_; }

  void wait(void* address, const pointee_reading& reading);

  /// Reads all that wait, and those that come to wait meanwhile, and gives the place behind them.
  [[nodiscard]] const std::byte* fill_all(pickle_reader& reader, const std::byte* next);

  /// They are good: none is to be let go.
  inline void keep() noexcept { waiting_.clear(); }

  [[nodiscard]] inline std::size_t count_shared() const noexcept { return shared_.size(); }

  /// The shared object with a number, counted from 1; the one behind the last is to be made first.
  [[nodiscard]] inline shared& at(std::uint64_t number) { return shared_[static_cast<std::size_t>(number) - 1]; }
  void share(std::shared_ptr<void> object, const pointee_reading& reading);

 private:
  std::size_t promised_ = 0;
  std::vector<waiting> waiting_;
  std::vector<shared> shared_;
};

}  // namespace patterns::data_model::detail
