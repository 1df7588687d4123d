/// @file
/// B28 · pickle_reader: the bytes of a pickle as a value, whoever wrote them.
export module patterns.data_model:pickle_reader;

import std;
import patterns.meta;
import :picklable;
import :pickle_error;
import :pickle_layout;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
concept holds_keys_once = requires(T& values, typename T::value_type value) {
  { values.insert(std::move(value)).second } -> std::convertible_to<bool>;
};

class pickle_reader;

/// How an object behind a pointer is read. Its address tells its type.
struct pointee_reading {
  std::size_t smallest;
  void (*fill)(pickle_reader& reader, void* object);
  void (*clear)(void* object) noexcept;
};

/// Three rules keep it safe from what it reads. Nothing is allocated before the input has enough bytes left for it, and
/// those bytes are `promised_` to it. What is behind a pointer waits in a list until the rest is read. And if something
/// is wrong, what was read is let go from its end.
class pickle_reader {
 public:
  inline pickle_reader(std::span<const std::byte> bytes, pickle_limits limits)
      : begin_(bytes.data()), next_(begin_), end_(begin_ + bytes.size()), max_depth_(limits.max_depth) {}
  pickle_reader(const pickle_reader&) = delete;
  pickle_reader& operator=(const pickle_reader&) = delete;
  ~pickle_reader();

  void read_header(std::string_view type, std::uint64_t fingerprint);
  /// Reads what is behind the pointers, after which nothing may be left.
  void finish();

  /// Reads into an object that has its default value.
  template <class T>
  void fill(T& object) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (is_transient<T>) {
      // It stays as its constructor made it.
    } else if constexpr (of_fixed_size<T>) {
      const std::byte* in = take(fixed_size<T>);
      read_fixed(object, in);
    } else if constexpr (has_pickle_form<T>) {
      object = read<T>();
    } else if constexpr (kind == value_kind::record) {
      enter();
      meta::for_each_field(object, [this](auto& field) { this->fill(field); });
      --depth_;
    } else if constexpr (kind == value_kind::array) {
      for (auto& element : object) {
        fill(element);
      }
    } else if constexpr (kind == value_kind::tuple && holds_pointers<T>) {
      std::apply([this](auto&... parts) { (this->fill(parts), ...); }, object);
    } else if constexpr (kind == value_kind::optional && holds_pointers<T>) {
      if (read_flag("the flag of an optional")) {
        fill(object.emplace());
      }
    } else if constexpr (kind == value_kind::variant && holds_pointers<T>) {
      emplace_alternative(object, read_index<T>());
    } else if constexpr (is_pointer_kind<T>) {
      fill_pointer(object);
    } else if constexpr (kind == value_kind::map || kind == value_kind::set || kind == value_kind::sequence) {
      fill_elements(object);
    } else {
      object = read<T>();
    }
  }

  template <class T>
  [[nodiscard]] T read() {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (is_transient<T>) {
      return T();
    } else if constexpr (has_pickle_form<T>) {
      enter();
      const std::size_t at = offset();
      auto form = read<typename T::pickle_form>();
      --depth_;
      return make<T>(at, std::move(form));
    } else if constexpr (kind == value_kind::transparent) {
      const std::size_t at = offset();
      return make<T>(at, read<std::remove_cvref_t<decltype(std::declval<const T&>().value())>>());
    } else if constexpr (kind == value_kind::optional) {
      return read_flag("the flag of an optional") ? T(std::in_place, read<typename T::value_type>()) : T();
    } else if constexpr (kind == value_kind::variant) {
      return read_alternative<T>(read_index<T>());
    } else if constexpr (kind == value_kind::tuple) {
      return read_parts<T>(parts_of<T>{});
    } else if constexpr (kind == value_kind::duration) {
      return T(read<typename T::rep>());
    } else if constexpr (kind == value_kind::time_point) {
      return T(read<typename T::duration>());
    } else if constexpr (kind == value_kind::record && !fillable<T>) {
      enter();
      T object = read_parts<T>(parts_of<T>{});
      --depth_;
      return object;
    } else {
      static_assert(fillable<T>, "loads: an array of elements without a default value cannot be made");
      T object{};
      fill(object);
      return object;
    }
  }

 private:
  struct pointee {
    void* address;
    const pointee_reading* operations;
  };
  struct shared_pointee {
    std::shared_ptr<void> object;
    const pointee_reading* operations;
    bool is_owned;
  };

  [[nodiscard]] inline std::size_t offset() const noexcept { return static_cast<std::size_t>(next_ - begin_); }

  inline const std::byte* take(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - next_)) {
      refuse_size(size);
    }
    return std::exchange(next_, next_ + size);
  }

  [[noreturn]] void refuse(std::size_t offset, const std::string& problem) const;
  [[noreturn]] void refuse_size(std::size_t size) const;
  [[noreturn]] void refuse_flag(std::size_t offset, std::byte found, std::string_view what) const;

  inline std::uint64_t read_size() {
    if (next_ != end_ && *next_ < std::byte{0x80}) {
      return static_cast<std::uint64_t>(*next_++);
    }
    return read_long_size();
  }
  std::uint64_t read_long_size();

  /// Promises `count` times `smallest` bytes of what is left, or throws.
  std::size_t claim(std::uint64_t count, std::size_t smallest, std::size_t at);

  void read_pointees();

  inline void enter() {
    if (depth_++ == max_depth_) {
      refuse(offset(), std::format("records are nested more than {} deep", max_depth_));
    }
  }

  inline bool read_flag(std::string_view what) {
    const std::byte found = *take(1);
    if (found > std::byte{1}) {
      refuse_flag(offset() - 1, found, what);
    }
    return found == std::byte{1};
  }

  template <class T>
  void read_fixed(T& object, const std::byte*& in) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (plain_bytes<T>) {
      std::memcpy(std::addressof(object), in, sizeof(T));
      in += sizeof(T);
    } else if constexpr (kind == value_kind::boolean) {
      if (*in > std::byte{1}) {
        refuse_flag(static_cast<std::size_t>(in - begin_), *in, "a bool");
      }
      object = *in++ == std::byte{1};
    } else if constexpr (kind == value_kind::duration) {
      typename T::rep count{};
      read_fixed(count, in);
      object = T(count);
    } else if constexpr (kind == value_kind::time_point) {
      typename T::duration since{};
      read_fixed(since, in);
      object = T(since);
    } else if constexpr (kind == value_kind::array) {
      for (auto& element : object) {
        read_fixed(element, in);
      }
    } else if constexpr (kind == value_kind::record) {
      meta::for_each_field(object, [this, &in](auto& field) { this->read_fixed(field, in); });
    } else if constexpr (kind == value_kind::enumeration) {
      const auto number = read_little_endian<std::underlying_type_t<T>>(in);
      if constexpr (is_described_enum<T>) {
        if (meta::enum_name(static_cast<T>(number)).empty()) {
          refuse(static_cast<std::size_t>(in - begin_),
                 std::format("{} is no value of {}", +number, meta::unqualified_name<T>));
        }
      }
      object = static_cast<T>(number);
      in += sizeof(T);
    } else {
      object = read_little_endian<T>(in);
      in += sizeof(T);
    }
  }

  template <class T, class Form>
  [[nodiscard]] T make(std::size_t at, Form form) {
    try {
      return T(std::move(form));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      std::throw_with_nested(
          pickle_error(at, std::format("{} refuses what it is to be made of: {}", meta::type_name<T>, error.what())));
    }
  }

  // In braces, so that the parts are read from the first to the last.
  template <class T, class... Parts>
  [[nodiscard]] T read_parts(part_list<Parts...>) {
    return T{read<Parts>()...};
  }

  template <class T>
  [[nodiscard]] std::size_t read_index() {
    const std::size_t at = offset();
    const std::uint64_t index = read_size();
    if (index >= std::variant_size_v<T>) {
      refuse(at, std::format("a variant of {} alternatives has none at {}", std::variant_size_v<T>, index));
    }
    return static_cast<std::size_t>(index);
  }

  template <class T, std::size_t I = 0>
  void emplace_alternative(T& object, std::size_t index) {
    if constexpr (I + 1 < std::variant_size_v<T>) {
      if (index != I) {
        return emplace_alternative<T, I + 1>(object, index);
      }
    }
    using alternative = std::variant_alternative_t<I, T>;
    if constexpr (fillable<alternative>) {
      fill(object.template emplace<I>());
    } else {
      object.template emplace<I>(read<alternative>());
    }
  }

  template <class T, std::size_t I = 0>
  [[nodiscard]] T read_alternative(std::size_t index) {
    if constexpr (I + 1 < std::variant_size_v<T>) {
      if (index != I) {
        return read_alternative<T, I + 1>(index);
      }
    }
    return T(std::in_place_index<I>, read<std::variant_alternative_t<I, T>>());
  }

  template <class T>
  void end_element() {
    if constexpr (without_bytes<T>) {
      if (const std::byte found = *take(1); found != std::byte{0}) {
        refuse_flag(offset() - 1, found, "the byte of an element that has none of its own");
      }
    }
  }

  template <class T>
  void fill_elements(T& values) {
    using element = typename T::value_type;
    const std::size_t at = offset();
    const std::uint64_t count = read_size();
    values.clear();
    if constexpr (kind_of<T> == value_kind::map) {
      fill_map(values, count, at);
    } else if constexpr (kind_of<T> == value_kind::set) {
      for (std::size_t left = claim(count, smallest_size<element>, at); left != 0; --left) {
        promised_ -= smallest_size<element>;
        const std::size_t element_at = offset();
        values.insert(values.end(), read<element>());
        end_element<element>();
        if (holds_keys_once<T> && values.size() != static_cast<std::size_t>(count) - left + 1) {
          refuse(element_at, "a set has an element twice");
        }
      }
    } else if constexpr (std::ranges::contiguous_range<T&> && plain_bytes<element>) {
      const std::size_t size = claim(count, sizeof(element), at);
      promised_ -= size * sizeof(element);
      values.resize(size);
      if (size != 0) {
        std::memcpy(std::ranges::data(values), take(size * sizeof(element)), size * sizeof(element));
      }
    } else if constexpr (std::same_as<element, bool>) {
      const std::size_t size = claim(count, 1, at);
      promised_ -= size;
      for (std::size_t i = 0; i < size; ++i) {
        values.push_back(read_flag("a bool"));
      }
    } else if constexpr (of_fixed_size<element>) {
      const std::size_t size = claim(count, fixed_size<element>, at);
      promised_ -= size * fixed_size<element>;
      const std::byte* in = take(size * fixed_size<element>);
      values.resize(size);
      for (element& each : values) {
        read_fixed(each, in);
      }
    } else if constexpr (fillable<element>) {
      values.resize(claim(count, smallest_size<element>, at));
      for (element& each : values) {
        promised_ -= smallest_size<element>;
        fill(each);
        end_element<element>();
      }
    } else {
      for (std::size_t left = claim(count, smallest_size<element>, at); left != 0; --left) {
        promised_ -= smallest_size<element>;
        values.push_back(read<element>());
        end_element<element>();
      }
    }
  }

  template <class T>
  void fill_map(T& values, std::uint64_t count, std::size_t at) {
    using key_type = typename T::key_type;
    using mapped_type = typename T::mapped_type;
    constexpr std::size_t smallest = smallest_size<key_type> + find_smallest_size<mapped_type>();
    for (std::size_t left = claim(count, smallest, at); left != 0; --left) {
      promised_ -= smallest;
      const std::size_t element_at = offset();
      auto key = read<key_type>();
      end_element<key_type>();
      if constexpr (fillable<mapped_type>) {
        const auto place = values.emplace_hint(values.end(), std::piecewise_construct,
                                               std::forward_as_tuple(std::move(key)), std::forward_as_tuple());
        refuse_key_twice(values, static_cast<std::size_t>(count) - left + 1, element_at);
        fill(place->second);
      } else {
        values.emplace_hint(values.end(), std::move(key), read<mapped_type>());
        refuse_key_twice(values, static_cast<std::size_t>(count) - left + 1, element_at);
      }
    }
  }

  template <class T>
  void refuse_key_twice(const T& values, std::size_t expected, std::size_t at) {
    if (holds_keys_once<T> && values.size() != expected) {
      refuse(at, "a map has a key twice");
    }
  }

  template <class Element>
  void wait_for(Element* object, std::size_t at) {
    claim(1, smallest_size<Element>, at);
    work_.push_back({object, &reading_of<Element>});
  }

  template <class T>
  void fill_pointer(T& pointer) {
    using element = std::remove_cv_t<typename T::element_type>;
    const std::size_t at = offset();
    if constexpr (kind_of<T> == value_kind::unique_pointer) {
      if (read_flag("the flag of a unique_ptr")) {
        auto made = std::make_unique<element>();
        wait_for(made.get(), at);
        pointer = std::move(made);
      }
    } else {
      const std::uint64_t number = read_size();
      if (number == 0) {
        return;
      }
      if (number > shared_.size() + 1) {
        refuse(at, std::format("object {} is the next to come, and {} is not known", shared_.size() + 1, number));
      }
      if (number == shared_.size() + 1) {
        shared_.push_back({std::make_shared<element>(), &reading_of<element>, false});
      }
      shared_pointee& known = shared_[static_cast<std::size_t>(number) - 1];
      if (known.operations != &reading_of<element>) {
        refuse(at, std::format("object {} is no {}", number, meta::type_name<element>));
      }
      if constexpr (kind_of<T> == value_kind::shared_pointer) {
        if (!known.is_owned) {
          wait_for(static_cast<element*>(known.object.get()), at);
          known.is_owned = true;
        }
      }
      pointer = std::static_pointer_cast<element>(known.object);
    }
  }

  template <class Element>
  static void fill_pointee(pickle_reader& reader, void* object) {
    reader.fill(*static_cast<Element*>(object));
    reader.end_element<Element>();
  }

  template <class Element>
  static void clear_pointee(void* object) noexcept {
    try {
      *static_cast<Element*>(object) = Element{};
    } catch (...) {
      // Then it keeps what it has, and its destructor lets go of that.
    }
  }

  template <class Element>
  static constexpr pointee_reading reading_of{smallest_size<Element>, &fill_pointee<Element>, &clear_pointee<Element>};

  const std::byte* begin_;
  const std::byte* next_;
  const std::byte* end_;
  std::size_t promised_ = 0;
  std::size_t depth_ = 0;
  std::size_t max_depth_;
  std::vector<pointee> work_;
  std::vector<shared_pointee> shared_;
};

}  // namespace patterns::data_model::detail
