/// @file
/// B28 · pickle_writer: a value that holds pointers, or says what it is pickled as, as the bytes of a pickle.
export module patterns.data_model:pickle_writer;

import std;
import patterns.meta;
import :address_table;
import :picklable;
import :pickle_error;
import :pickle_layout;
import :pickle_measure;
import :value_kind;

namespace patterns::data_model::detail {

class pickle_writer;

/// How an object behind a pointer is written. Its address tells its type.
struct pointee_writing {
  void (*write)(pickle_writer& writer, const void* object);
};

/// Writes into memory that grows. What can be measured is, and is then written without further checks.
class pickle_writer {
 public:
  pickle_writer(std::string_view type, std::uint64_t fingerprint, std::size_t max_depth);
  pickle_writer(const pickle_writer&) = delete;
  pickle_writer& operator=(const pickle_writer&) = delete;

  /// Writes `value`, and what pointers in it point to: in the order in which it was met, and each object once.
  template <class T>
  [[nodiscard]] std::vector<std::byte> write_all(const T& value) && {
    write(value, outermost_);
    for (std::size_t i = 0; i < work_.size(); ++i) {
      const pending todo = work_[i];
      todo.type->write(*this, todo.object);
    }
    bytes_.resize(length());
    return std::move(bytes_);
  }

 private:
  struct pending {
    const void* object;
    const pointee_writing* type;
  };

  template <class T>
  void write(const T& value, nesting within) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (measurable<T>) {
      std::byte* const out = take(measure(value, length(), within) - length());
      static_cast<void>(write_measured(value, out));
    } else if constexpr (has_pickle_form<T>) {
      const nesting inside = within.deeper(length());
      write(static_cast<typename T::pickle_form>(value), inside);
    } else if constexpr (kind == value_kind::record) {
      const nesting inside = within.deeper(length());
      meta::for_each_field(value, [&](const auto& field) { this->write(field, inside); });
    } else if constexpr (kind == value_kind::transparent) {
      write(value.value(), within);
    } else if constexpr (kind == value_kind::duration) {
      write(value.count(), within);
    } else if constexpr (kind == value_kind::time_point) {
      write(value.time_since_epoch(), within);
    } else if constexpr (kind == value_kind::array) {
      for (const auto& element : value) {
        write(element, within);
      }
    } else if constexpr (kind == value_kind::tuple) {
      std::apply([&](const auto&... parts) { (this->write(parts, within), ...); }, value);
    } else if constexpr (kind == value_kind::optional) {
      write(value.has_value(), within);
      if (value) {
        write(*value, within);
      }
    } else if constexpr (kind == value_kind::variant) {
      if (value.valueless_by_exception()) {
        refuse_valueless(length());
      }
      put_size(value.index());
      std::visit([&](const auto& held) { this->write(held, within); }, value);
    } else if constexpr (is_pointer_kind<T>) {
      write_pointer(value);
    } else {
      write_elements(value, within);
    }
  }

  [[nodiscard]] inline std::size_t length() const noexcept { return static_cast<std::size_t>(next_ - bytes_.data()); }

  inline std::byte* take(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - next_)) {
      grow(size);
    }
    return std::exchange(next_, next_ + size);
  }
  void grow(std::size_t size);

  inline void put_size(std::uint64_t number) { static_cast<void>(write_size(number, take(size_of_size(number)))); }

  template <class T>
  void write_element(const T& element, nesting within) {
    write(element, within);
    if constexpr (without_bytes<T>) {
      *take(1) = std::byte{0};
    }
  }

  template <class T>
  void write_elements(const T& values, nesting within) {
    using element_type = typename T::value_type;
    put_size(values.size());
    if constexpr (kind_of<T> == value_kind::map) {
      for (const auto& [key, mapped] : values) {
        write_element(key, within);
        write(mapped, within);
      }
    } else {
      for (const element_type& element : values) {
        write_element(element, within);
      }
    }
  }

  template <class T>
  void write_pointer(const T& pointer) {
    using element = std::remove_cv_t<typename T::element_type>;
    if constexpr (kind_of<T> == value_kind::unique_pointer) {
      *take(1) = pointer == nullptr ? std::byte{0} : std::byte{1};
      if (pointer != nullptr) {
        work_.push_back({pointer.get(), &writing_of<element>});
      }
    } else if constexpr (kind_of<T> == value_kind::weak_pointer) {
      // A weak pointer to what nobody in the pickle owns: it is given a number, but is not written.
      const auto locked = pointer.lock();
      put_size(locked == nullptr ? 0 : number_of<element>(locked.get()) + 1);
    } else if (pointer == nullptr) {
      put_size(0);
    } else {
      const std::size_t number = number_of<element>(pointer.get());
      put_size(number + 1);
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
    writer.write_element(*static_cast<const Element*>(object), writer.outermost_);
  }

  template <class Element>
  static constexpr pointee_writing writing_of{&write_pointee<Element>};

  std::vector<std::byte> bytes_;
  std::byte* next_;
  std::byte* end_;
  nesting outermost_;
  std::vector<pending> work_;
  std::vector<bool> is_owned_;
  address_table known_;
};

}  // namespace patterns::data_model::detail
