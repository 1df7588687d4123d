/// @file
/// B28 · pickle_source: the bytes that a pickle is read from, whoever wrote them.
export module patterns.data_model:pickle_source;

import std;
import patterns.meta;
import :picklable;
import :pickle_layout;
import :value_kind;

namespace patterns::data_model::detail {

/// What there is around a value. Passed by value, and so given back by every return.
struct reading_bounds {
  /// How many bytes the elements have at the least that follow in the lists around.
  std::size_t reserved;
  /// How many records are around.
  std::size_t depth;

  [[nodiscard]] inline reading_bounds reserving(std::size_t size) const noexcept { return {reserved + size, depth}; }
};

inline constexpr reading_bounds outermost{0, 0};

/// Knows where the bytes end, and refuses what they cannot be. Where one is in them is the reader's to know: as a value
/// it stays in a register, however many fields are read.
class pickle_source {
 public:
  inline explicit pickle_source(std::span<const std::byte> bytes) : begin_(bytes.data()), end_(begin_ + bytes.size()) {}

  [[nodiscard]] inline std::size_t unread(const std::byte* next) const noexcept {
    return static_cast<std::size_t>(end_ - next);
  }

  inline void need(std::size_t size, const std::byte* next) const {
    if (size > unread(next)) {
      refuse_size(size, next);
    }
  }

  /// Takes the header, and gives the place behind it.
  [[nodiscard]] const std::byte* read_header(std::string_view type, std::uint64_t fingerprint) const;

  inline std::uint64_t read_size(const std::byte*& next) const {
    if (next != end_ && *next < std::byte{0x80}) {
      return static_cast<std::uint64_t>(*next++);
    }
    const long_size read = read_long_size(next);
    next = read.next;
    return read.number;
  }

  /// The number of elements that follow, which have `Size` bytes each.
  template <std::size_t Size>
  std::size_t read_count(const std::byte*& next) const {
    const std::byte* const at = next;
    const std::uint64_t count = read_size(next);
    if (count > unread(next) / Size) {
      refuse_count(count, Size, unread(next), at);
    }
    return static_cast<std::size_t>(count);
  }

  inline bool read_flag(const std::byte*& next, std::string_view what) const {
    need(1, next);
    const std::byte found = *next;
    if (found > std::byte{1}) {
      refuse_flag(next, what);
    }
    ++next;
    return found == std::byte{1};
  }

  /// The byte of what has no bytes of its own.
  inline void read_nothing(const std::byte*& next) const {
    need(1, next);
    if (*next != std::byte{0}) {
      refuse_flag(next, "the byte of an element that has none of its own");
    }
    ++next;
  }

  /// Reads an object of a fixed size, whose bytes are there, and gives the place behind it.
  template <of_fixed_size T>
  [[nodiscard]] const std::byte* read_fixed(T& object, const std::byte* next) const {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (plain_bytes<T>) {
      std::memcpy(std::addressof(object), next, sizeof(T));
      return next + sizeof(T);
    } else if constexpr (kind == value_kind::boolean) {
      if (*next > std::byte{1}) {
        refuse_flag(next, "a bool");
      }
      object = *next == std::byte{1};
      return next + 1;
    } else if constexpr (kind == value_kind::duration) {
      typename T::rep count{};
      next = read_fixed(count, next);
      object = T(count);
      return next;
    } else if constexpr (kind == value_kind::time_point) {
      typename T::duration since{};
      next = read_fixed(since, next);
      object = T(since);
      return next;
    } else if constexpr (kind == value_kind::array) {
      for (auto& element : object) {
        next = read_fixed(element, next);
      }
      return next;
    } else if constexpr (kind == value_kind::record) {
      return read_fixed_fields(object, next, std::make_index_sequence<meta::field_count<T>>{});
    } else if constexpr (kind == value_kind::enumeration) {
      std::underlying_type_t<T> number{};
      const std::byte* const behind = read_fixed(number, next);
      if constexpr (is_described_enum<T>) {
        if (meta::enum_name(static_cast<T>(number)).empty()) {
          refuse_number<T>(number, next);
        }
      }
      object = static_cast<T>(number);
      return behind;
    } else {
      object = read_little_endian<T>(next);
      return next + sizeof(T);
    }
  }

  template <class T, std::size_t... I>
  [[nodiscard]] const std::byte* read_fixed_fields(T& object, const std::byte* next, std::index_sequence<I...>) const {
    ((next = read_fixed(meta::get_field<I>(object), next)), ...);
    return next;
  }

  template <class T>
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_number(std::underlying_type_t<T> number,
                                                            const std::byte* at) const {
    refuse(at, std::format("{} is no value of {}", +number, meta::unqualified_name<T>));
  }
  [[noreturn, gnu::cold, gnu::noinline]] void refuse(const std::byte* at, const std::string& problem) const;
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_size(std::size_t size, const std::byte* at) const;
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_count(std::uint64_t count, std::size_t smallest, std::size_t left,
                                                           const std::byte* at) const;
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_flag(const std::byte* at, std::string_view what) const;
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_index(std::uint64_t index, std::size_t alternatives,
                                                           const std::byte* at) const;

  [[nodiscard]] inline std::size_t offset(const std::byte* at) const noexcept {
    return static_cast<std::size_t>(at - begin_);
  }

 private:
  struct long_size {
    std::uint64_t number;
    const std::byte* next;
  };
  [[nodiscard]] long_size read_long_size(const std::byte* next) const;

  const std::byte* begin_;
  const std::byte* end_;
};

}  // namespace patterns::data_model::detail
