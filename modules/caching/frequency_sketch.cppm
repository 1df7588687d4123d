/// @file
/// C9 · frequency_sketch: about how often something was seen of late, in 4 bits.
export module patterns.caching:frequency_sketch;

import std;

export namespace patterns::caching {

/// Counts how often fingerprints are seen, up to 15, and halves all counts now and then, so that what was popular long
/// ago is forgotten.
///
/// A count-min sketch: each fingerprint has four counters, the least of which is the estimate. It is never below the
/// true count since the last halving, and above it only if all four are shared. The counters of a fingerprint stand in
/// one block of 64 bytes, which is one cache line to fetch.
///
/// Complexity: see and estimate are O(1); seeing halves all counts, which is O(slots), once in `slots` times
/// sample_factor at most. Only reserve allocates: 8 to 16 bytes for each slot.
/// Source: row C9; Einziger, Friedman, Manes, "TinyLFU: a highly efficient cache admission policy" (2017).
class frequency_sketch {
 public:
  /// The highest count.
  static constexpr unsigned most = 15;

  /// How many sightings for each thing of interest there are between two halvings.
  static constexpr std::size_t sample_factor = 10;

  /// Room to tell apart the fingerprints that matter to a cache of `slots` entries. What was counted stays counted.
  void reserve(std::size_t slots) {
    const auto words = std::bit_ceil(std::max(slots, block));
    const auto before = words_.size();
    if (words <= before) {
      return;
    }
    words_.resize(words);
    // A fingerprint's block is told by its low bits: with more of them it is one of the copies of the block before.
    for (auto copied = before; copied > 0 && copied < words; copied += before) {
      std::ranges::copy_n(words_.begin(), static_cast<std::ptrdiff_t>(before),
                          words_.begin() + static_cast<std::ptrdiff_t>(copied));
    }
  }

  /// Counts one sighting; `things` is how many are of interest, which sets the time to the next halving.
  inline void see(std::uint32_t fingerprint, std::size_t things) noexcept {
    const auto place = counters_of(fingerprint);
    bool counted = false;
    for (unsigned row = 0; row < rows; ++row) {
      auto& word = words_[place.first_word + row * words_per_row + place.word_in_row(row)];
      const auto shift = place.shift(row);
      if (((word >> shift) & most) != most) {
        word += std::uint64_t{1} << shift;
        counted = true;
      }
    }
    if (counted && ++sightings_ >= sample_factor * std::max<std::size_t>(things, 1)) {
      halve();
    }
  }

  /// How often `fingerprint` was seen, halved as often as the sketch was since.
  [[nodiscard]] inline unsigned estimate(std::uint32_t fingerprint) const noexcept {
    if (words_.empty()) {
      return 0;
    }
    const auto place = counters_of(fingerprint);
    auto least = most;
    for (unsigned row = 0; row < rows; ++row) {
      const auto word = words_[place.first_word + row * words_per_row + place.word_in_row(row)];
      least = std::min(least, static_cast<unsigned>(word >> place.shift(row)) & most);
    }
    return least;
  }

 private:
  static constexpr unsigned rows = 4;
  static constexpr std::size_t block = 8;  // words
  static constexpr std::size_t words_per_row = block / rows;

  /// Four times five bits of a hash that is independent of the block: which word of a row's two, and which counter.
  struct counters {
    std::size_t first_word;
    std::uint32_t bits;

    [[nodiscard]] inline std::size_t word_in_row(unsigned row) const noexcept { return (bits >> (8 * row)) & 1; }
    [[nodiscard]] inline unsigned shift(unsigned row) const noexcept { return ((bits >> (8 * row + 1)) & 15U) * 4; }
  };

  [[nodiscard]] inline counters counters_of(std::uint32_t fingerprint) const noexcept {
    // A cache's fingerprints are one multiplication away from its hashes, which may be anything: they are mixed again.
    std::uint64_t bits = (fingerprint + 1) * std::uint64_t{0xD6E8'FEB8'6659'FD93};
    bits = (bits ^ (bits >> 32)) * 0xD6E8'FEB8'6659'FD93;
    bits ^= bits >> 32;
    return {.first_word = (static_cast<std::size_t>(bits) * block) & (words_.size() - 1),
            .bits = static_cast<std::uint32_t>(bits >> 32)};
  }

  void halve() noexcept {
    for (auto& word : words_) {
      word = (word >> 1) & 0x7777'7777'7777'7777;
    }
    sightings_ /= 2;
  }

  std::vector<std::uint64_t> words_;
  std::size_t sightings_ = 0;
};

}  // namespace patterns::caching
