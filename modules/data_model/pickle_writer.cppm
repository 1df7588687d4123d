/// @file
/// B28 · pickle_writer: a value as the bytes of a pickle.
export module patterns.data_model:pickle_writer;

import std;
import patterns.meta;
import :address_table;
import :picklable;
import :pickle_error;
import :pickle_layout;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
inline void write_fixed(const T& value, std::byte*& out) {
  constexpr value_kind kind = kind_of<T>;
  if constexpr (plain_bytes<T>) {
    std::memcpy(out, std::addressof(value), sizeof(T));
    out += sizeof(T);
  } else if constexpr (kind == value_kind::boolean) {
    *out++ = value ? std::byte{1} : std::byte{0};
  } else if constexpr (kind == value_kind::duration) {
    write_fixed(value.count(), out);
  } else if constexpr (kind == value_kind::time_point) {
    write_fixed(value.time_since_epoch(), out);
  } else if constexpr (kind == value_kind::array) {
    for (const auto& element : value) {
      write_fixed(element, out);
    }
  } else if constexpr (kind == value_kind::record) {
    meta::for_each_field(value, [&out](const auto& field) { write_fixed(field, out); });
  } else {
    write_little_endian(out, value);
    out += sizeof(T);
  }
}

class pickle_writer;

/// How an object behind a pointer is written. Its address tells its type.
struct pointee_writing {
  void (*write)(pickle_writer& writer, const void* object);
};

class pickle_writer {
 public:
  inline pickle_writer(pickle_limits limits, std::size_t expected)
      : bytes_(expected), next_(bytes_.data()), end_(next_ + expected), max_depth_(limits.max_depth) {}
  pickle_writer(const pickle_writer&) = delete;
  pickle_writer& operator=(const pickle_writer&) = delete;

  void write_header(std::string_view type, std::uint64_t fingerprint);
  [[nodiscard]] std::vector<std::byte> finish() &&;

  template <class T>
  void write(const T& value) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (is_transient<T>) {
      // Nothing is written.
    } else if constexpr (of_fixed_size<T>) {
      std::byte* out = take(fixed_size<T>);
      write_fixed(value, out);
    } else if constexpr (has_pickle_form<T>) {
      enter();
      write(static_cast<typename T::pickle_form>(value));
      --depth_;
    } else if constexpr (kind == value_kind::record) {
      enter();
      meta::for_each_field(value, [this](const auto& field) { this->write(field); });
      --depth_;
    } else if constexpr (kind == value_kind::transparent) {
      write(value.value());
    } else if constexpr (kind == value_kind::duration) {
      write(value.count());
    } else if constexpr (kind == value_kind::time_point) {
      write(value.time_since_epoch());
    } else if constexpr (kind == value_kind::array) {
      for (const auto& element : value) {
        write(element);
      }
    } else if constexpr (kind == value_kind::tuple) {
      std::apply([this](const auto&... parts) { (this->write(parts), ...); }, value);
    } else if constexpr (kind == value_kind::optional) {
      write(value.has_value());
      if (value) {
        write(*value);
      }
    } else if constexpr (kind == value_kind::variant) {
      write_variant(value);
    } else if constexpr (is_pointer_kind<T>) {
      write_pointer(value);
    } else {
      write_elements(value);
    }
  }

  /// Writes what pointers point to: in the order in which it was met, and each object once.
  inline void write_pointees() {
    for (std::size_t i = 0; i < work_.size(); ++i) {
      const pending todo = work_[i];
      todo.type->write(*this, todo.object);
    }
  }

 private:
  struct pending {
    const void* object;
    const pointee_writing* type;
  };

  [[nodiscard]] inline std::size_t length() const noexcept { return static_cast<std::size_t>(next_ - bytes_.data()); }

  inline std::byte* take(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - next_)) {
      grow(size);
    }
    return std::exchange(next_, next_ + size);
  }
  void grow(std::size_t size);

  inline void write_size(std::uint64_t number) {
    if (number < 0x80) {
      *take(1) = static_cast<std::byte>(number);
    } else {
      write_long_size(number);
    }
  }
  void write_long_size(std::uint64_t number);

  inline void enter() {
    if (depth_++ == max_depth_) {
      refuse_depth();
    }
  }
  [[noreturn]] void refuse_depth() const;

  template <class T>
  void write_variant(const T& value) {
    if (value.valueless_by_exception()) {
      throw pickle_error(length(), "a variant that is valueless by exception has no value to be written");
    }
    write_size(value.index());
    std::visit([this](const auto& held) { this->write(held); }, value);
  }

  template <class T>
  void write_element(const T& element) {
    write(element);
    if constexpr (without_bytes<T>) {
      *take(1) = std::byte{0};
    }
  }

  template <class T>
  void write_elements(const T& values) {
    using element_type = typename T::value_type;
    write_size(values.size());
    if constexpr (kind_of<T> == value_kind::map) {
      for (const auto& [key, mapped] : values) {
        write_element(key);
        write(mapped);
      }
    } else if constexpr (std::ranges::contiguous_range<const T&> && plain_bytes<element_type>) {
      if (!values.empty()) {
        const std::size_t size = values.size() * sizeof(element_type);
        std::memcpy(take(size), std::ranges::data(values), size);
      }
    } else if constexpr (of_fixed_size<element_type>) {
      std::byte* out = take(values.size() * fixed_size<element_type>);
      for (const element_type& element : values) {
        write_fixed(element, out);
      }
    } else {
      for (const element_type& element : values) {
        write_element(element);
      }
    }
  }

  template <class T>
  void write_pointer(const T& pointer) {
    using element = std::remove_cv_t<typename T::element_type>;
    if constexpr (kind_of<T> == value_kind::unique_pointer) {
      write(pointer != nullptr);
      if (pointer != nullptr) {
        work_.push_back({pointer.get(), &writing_of<element>});
      }
    } else if constexpr (kind_of<T> == value_kind::weak_pointer) {
      // A weak pointer to what nobody in the pickle owns: it is given a number, but is not written.
      const auto locked = pointer.lock();
      write_size(locked == nullptr ? 0 : number_of<element>(locked.get()) + 1);
    } else if (pointer == nullptr) {
      write_size(0);
    } else {
      const std::size_t number = number_of<element>(pointer.get());
      write_size(number + 1);
      if (!is_owned_[number]) {
        is_owned_[number] = true;
        work_.push_back({pointer.get(), &writing_of<element>});
      }
    }
  }

  template <class Element>
  std::size_t number_of(const void* object) {
    const auto found = known_.find_or_insert(object, &writing_of<Element>, is_owned_.size());
    if (found.is_new) {
      is_owned_.push_back(false);
    }
    return found.index;
  }

  template <class Element>
  static void write_pointee(pickle_writer& writer, const void* object) {
    writer.write_element(*static_cast<const Element*>(object));
  }

  template <class Element>
  static constexpr pointee_writing writing_of{&write_pointee<Element>};

  std::vector<std::byte> bytes_;
  std::byte* next_;
  std::byte* end_;
  std::size_t depth_ = 0;
  std::size_t max_depth_;
  std::vector<pending> work_;
  std::vector<bool> is_owned_;
  address_table known_;
};

}  // namespace patterns::data_model::detail
