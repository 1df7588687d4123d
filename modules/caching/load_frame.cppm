/// @file
/// C7 · the loads that a thread is in the midst of, one within the other.
export module patterns.caching:load_frame;

import std;

namespace patterns::caching::detail {

/// A load on the stack of the calling thread, for as long as the frame lives.
class load_frame {
 public:
  using show_key = std::string (*)(const void* key);

  load_frame(const void* cache, const void* key, show_key show) noexcept;
  load_frame(const load_frame&) = delete;
  load_frame& operator=(const load_frame&) = delete;
  ~load_frame();

  /// How many loads the calling thread is in the midst of, in all caches that keep frames.
  [[nodiscard]] static std::size_t depth() noexcept;

  /// The innermost load of the calling thread, or null.
  [[nodiscard]] static const load_frame* innermost() noexcept;

  [[nodiscard]] const load_frame* outer() const noexcept { return outer_; }
  [[nodiscard]] const void* cache() const noexcept { return cache_; }
  [[nodiscard]] const void* key() const noexcept { return key_; }

  /// The keys from `first`, or from the outermost load if it is null, to the innermost, as in `A -> B`.
  [[nodiscard]] static std::string chain_from(const load_frame* first);

 private:
  const void* cache_;
  const void* key_;
  show_key show_;
  const load_frame* outer_;
  std::size_t depth_;
};

}  // namespace patterns::caching::detail
