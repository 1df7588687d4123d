/// @file
/// B28 · pickle_reader: the bytes of a pickle as a value, whoever wrote them.
export module patterns.data_model:pickle_reader;

import std;
import patterns.meta;
import :picklable;
import :pickle_containers;
import :pickle_error;
import :pickle_label;
import :pickle_layout;
import :pickle_objects;
import :pickle_source;
import :value_kind;

namespace patterns::data_model::detail {

/// Two rules keep it safe from what it reads. Nothing is allocated before the input has enough bytes left for it, which
/// are not `reserved` for what comes later. And what is behind a pointer waits until the rest is read.
class pickle_reader {
 public:
  inline pickle_reader(std::span<const std::byte> bytes, pickle_limits limits)
      : source_(bytes), max_depth_(limits.max_depth) {}
  pickle_reader(const pickle_reader&) = delete;
  pickle_reader& operator=(const pickle_reader&) = delete;

  /// Reads the whole pickle into an object that has its default value.
  template <class T>
  void fill_all(T& object) {
    finish(fill(object, source_.read_header(label_of<T>.view(), pickle_fingerprint<T>), outermost));
  }

  template <class T>
  [[nodiscard]] T read_all() {
    const std::byte* next = source_.read_header(label_of<T>.view(), pickle_fingerprint<T>);
    T object = read<T>(next, outermost);
    finish(next);
    return object;
  }

  /// Reads into an object that has its default value, and gives the place behind it.
  template <class T>
  [[nodiscard]] const std::byte* fill(T& object, const std::byte* next, reading_bounds within) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (is_transient<T>) {
      // It stays as its constructor made it.
    } else if constexpr (of_fixed_size<T>) {
      source_.need(fixed_size<T>, next);
      next = source_.read_fixed(object, next);
    } else if constexpr (has_pickle_form<T>) {
      object = read<T>(next, within);
    } else if constexpr (kind == value_kind::record) {
      next = fill_fields(object, next, deeper(next, within), std::make_index_sequence<meta::field_count<T>>{});
    } else if constexpr (kind == value_kind::array) {
      for (auto& element : object) {
        next = fill(element, next, within);
      }
    } else if constexpr (kind == value_kind::tuple) {
      std::apply([&](auto&... parts) { ((next = this->fill(parts, next, within)), ...); }, object);
    } else if constexpr (kind == value_kind::optional) {
      if (source_.read_flag(next, "the flag of an optional")) {
        if constexpr (fillable<typename T::value_type>) {
          next = fill(object.emplace(), next, within);
        } else {
          object.emplace(read<typename T::value_type>(next, within));
        }
      } else {
        object.reset();
      }
    } else if constexpr (kind == value_kind::variant) {
      const std::size_t index = read_index<T>(next);
      next = fill_alternative(object, index, next, within);
    } else if constexpr (is_pointer_kind<T>) {
      next = fill_pointer(object, next, within);
    } else if constexpr (kind == value_kind::map) {
      next = fill_map(*this, object, next, within);
    } else if constexpr (kind == value_kind::set) {
      next = fill_set(*this, object, next, within);
    } else if constexpr (kind == value_kind::sequence) {
      next = fill_sequence(*this, object, next, within);
    } else {
      object = read<T>(next, within);
    }
    return next;
  }

  template <class T>
  [[nodiscard]] T read(const std::byte*& next, reading_bounds within) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (is_transient<T>) {
      return T();
    } else if constexpr (has_pickle_form<T>) {
      const std::byte* const at = next;
      return make<T>(at, read<typename T::pickle_form>(next, deeper(next, within)));
    } else if constexpr (kind == value_kind::transparent) {
      const std::byte* const at = next;
      return make<T>(at, read<std::remove_cvref_t<decltype(std::declval<const T&>().value())>>(next, within));
    } else if constexpr (kind == value_kind::optional && !fillable<T>) {
      return source_.read_flag(next, "the flag of an optional")
                 ? T(std::in_place, read<typename T::value_type>(next, within))
                 : T();
    } else if constexpr (kind == value_kind::variant && !fillable<T>) {
      return read_alternative<T>(read_index<T>(next), next, within);
    } else if constexpr (kind == value_kind::tuple && !fillable<T>) {
      return read_parts<T>(parts_of<T>{}, next, within);
    } else if constexpr (kind == value_kind::duration) {
      return T(read<typename T::rep>(next, within));
    } else if constexpr (kind == value_kind::time_point) {
      return T(read<typename T::duration>(next, within));
    } else if constexpr (kind == value_kind::record && !fillable<T>) {
      return read_parts<T>(parts_of<T>{}, next, deeper(next, within));
    } else {
      static_assert(fillable<T>, "loads: an array of elements without a default value cannot be made");
      T object{};
      next = fill(object, next, within);
      return object;
    }
  }

  /// The number of elements that follow, which have `Smallest` bytes each, or more.
  template <std::size_t Smallest>
  [[nodiscard]] std::size_t claim(const std::byte*& next, reading_bounds within) const {
    const std::byte* const at = next;
    const std::uint64_t count = source_.read_size(next);
    const std::size_t left = free_bytes(next, within);
    if (count > left / Smallest) {
      source_.refuse_count(count, Smallest, left, at);
    }
    return static_cast<std::size_t>(count);
  }

  template <class T>
  [[nodiscard]] const std::byte* end_element(const std::byte* next) const {
    if constexpr (without_bytes<T>) {
      source_.read_nothing(next);
    }
    return next;
  }

  [[nodiscard]] inline const pickle_source& source() const noexcept { return source_; }

 private:
  // By position and not by a visitor, in which `next` would be in memory.
  template <class T, std::size_t... I>
  [[nodiscard]] const std::byte* fill_fields(T& object, const std::byte* next, [[maybe_unused]] reading_bounds within,
                                             std::index_sequence<I...>) {
    ((next = fill_field<fixed_run<T, I>>(meta::get_field<I>(object), next, within)), ...);
    return next;
  }

  /// With `Run` bytes from here on that have a fixed size, if this field is the first of such.
  template <std::size_t Run, class T>
  [[nodiscard]] const std::byte* fill_field(T& field, const std::byte* next, reading_bounds within) {
    if constexpr (of_fixed_size<T>) {
      if constexpr (Run != 0) {
        source_.need(Run, next);
      }
      return source_.read_fixed(field, next);
    } else {
      return fill(field, next, within);
    }
  }

  // In braces, so that the parts are read from the first to the last.
  template <class T, class... Parts>
  [[nodiscard]] T read_parts(part_list<Parts...>, const std::byte*& next, reading_bounds within) {
    return T{read<Parts>(next, within)...};
  }

  template <class T, class Form>
  [[nodiscard]] T make(const std::byte* at, Form form) {
    try {
      return T(std::move(form));
    } catch (const std::bad_alloc&) {
      throw;
    } catch (...) {
      refuse_form(at, meta::type_name<T>);
    }
  }

  template <class T>
  [[nodiscard]] std::size_t read_index(const std::byte*& next) {
    const std::byte* const at = next;
    const std::uint64_t index = source_.read_size(next);
    if (index >= std::variant_size_v<T>) {
      source_.refuse_index(index, std::variant_size_v<T>, at);
    }
    return static_cast<std::size_t>(index);
  }

  template <class T, std::size_t I = 0>
  [[nodiscard]] const std::byte* fill_alternative(T& object, std::size_t index, const std::byte* next,
                                                  reading_bounds within) {
    if constexpr (I + 1 < std::variant_size_v<T>) {
      if (index != I) {
        return fill_alternative<T, I + 1>(object, index, next, within);
      }
    }
    using alternative = std::variant_alternative_t<I, T>;
    if constexpr (fillable<alternative>) {
      return fill(object.template emplace<I>(), next, within);
    } else {
      object.template emplace<I>(read<alternative>(next, within));
      return next;
    }
  }

  template <class T, std::size_t I = 0>
  [[nodiscard]] T read_alternative(std::size_t index, const std::byte*& next, reading_bounds within) {
    if constexpr (I + 1 < std::variant_size_v<T>) {
      if (index != I) {
        return read_alternative<T, I + 1>(index, next, within);
      }
    }
    return T(std::in_place_index<I>, read<std::variant_alternative_t<I, T>>(next, within));
  }

  [[nodiscard]] inline reading_bounds deeper(const std::byte* next, reading_bounds within) const {
    if (within.depth == max_depth_) {
      refuse_depth(max_depth_, source_.offset(next));
    }
    return {within.reserved, within.depth + 1};
  }

  /// What is left for elements and objects that have not been reserved yet.
  [[nodiscard]] inline std::size_t free_bytes(const std::byte* next, reading_bounds within) const noexcept {
    // An element that took more than was reserved for it has taken it from the others: they are already missing.
    const std::size_t unread = source_.unread(next);
    return unread - std::min(unread, objects_.promised() + within.reserved);
  }

  template <class T>
  [[nodiscard]] const std::byte* fill_pointer(T& pointer, const std::byte* next, reading_bounds within) {
    using element = std::remove_cv_t<typename T::element_type>;
    const std::byte* const at = next;
    // It may have been given an object by a constructor.
    pointer.reset();
    if constexpr (kind_of<T> == value_kind::unique_pointer) {
      if (source_.read_flag(next, "the flag of a unique_ptr")) {
        auto made = std::make_unique<element>();
        wait_for(made.get(), at, next, within);
        pointer = std::move(made);
      }
    } else if (const std::uint64_t number = source_.read_size(next); number != 0) {
      if (number > objects_.count_shared() + 1) {
        refuse_number(number, at);
      }
      if (number == objects_.count_shared() + 1) {
        objects_.share(std::make_shared<element>(), reading_of<element>);
      }
      pickle_objects::shared& known = objects_.at(number);
      if (known.reading != &reading_of<element>) {
        refuse_type(number, meta::type_name<element>, at);
      }
      if constexpr (kind_of<T> == value_kind::shared_pointer) {
        if (!known.is_owned) {
          wait_for(static_cast<element*>(known.object.get()), at, next, within);
          known.is_owned = true;
        }
      }
      pointer = std::static_pointer_cast<element>(known.object);
    }
    return next;
  }

  template <class Element>
  void wait_for(Element* object, const std::byte* at, const std::byte* next, reading_bounds within) {
    if (const std::size_t left = free_bytes(next, within); smallest_size<Element> > left) {
      source_.refuse_count(1, smallest_size<Element>, left, at);
    }
    objects_.wait(object, reading_of<Element>);
  }

  template <class Element>
  [[nodiscard]] static const std::byte* fill_pointee(pickle_reader& reader, void* object, const std::byte* next) {
    return reader.end_element<Element>(reader.fill(*static_cast<Element*>(object), next, outermost));
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

  void finish(const std::byte* next);
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_form(const std::byte* at, std::string_view type) const;
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_number(std::uint64_t number, const std::byte* at) const;
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_type(std::uint64_t number, std::string_view type,
                                                          const std::byte* at) const;

  pickle_source source_;
  std::size_t max_depth_;
  pickle_objects objects_;
};

}  // namespace patterns::data_model::detail
