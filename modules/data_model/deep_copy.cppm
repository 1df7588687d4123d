/// @file
/// B29 · shallow_copy and deep_copy: a value that shares what it points to, and one that does not.
export module patterns.data_model:deep_copy;

import std;
import patterns.meta;
import :copy_memo;
import :deeply_copyable;
import :value_kind;

namespace patterns::data_model::detail {

/// How an object behind a pointer is copied. Its address tells its type.
struct pointee_copying {
  void (*fill)(memo_access& memo, const void* from, void* to);
  void (*clear)(void* object) noexcept;
};

/// One call of deep_copy.
class memo_access {
 public:
  inline memo_access(copy_memo& memo, bool keeps_originals, bool skips_sole_owners)
      : memo_(memo),
        known_before_(memo.shared_.size()),
        keeps_originals_(keeps_originals),
        skips_sole_owners_(skips_sole_owners) {}
  memo_access(const memo_access&) = delete;
  memo_access& operator=(const memo_access&) = delete;

  // What could not be finished is taken apart from its end: no destructor meets a list, and no cycle is left.
  inline ~memo_access() {
    if (is_finished_) {
      return;
    }
    for (auto each = made_.rbegin(); each != made_.rend(); ++each) {
      each->type->clear(each->object);
    }
    for (const std::size_t number : adopted_) {
      memo_.shared_[number].is_owned = false;
    }
    while (keeps_originals_ && memo_.shared_.size() > known_before_) {
      memo_.known_.forget_last(memo_.originals_.back().object.get(), memo_.originals_.back().type);
      memo_.originals_.pop_back();
      memo_.shared_.pop_back();
    }
  }

  /// The object of the pointer that is copied may have this one owner, and yet be met again behind it.
  template <class Pointer>
  void remember_first(const Pointer& from, const Pointer& to) {
    using element = std::remove_cv_t<typename Pointer::element_type>;
    first_ = from.get();
    first_type_ = &copying_of<element>;
    first_copy_ = std::const_pointer_cast<element>(to);
  }

  inline void finish() {
    while (!to_fill_.empty()) {
      const pending next = to_fill_.back();
      to_fill_.pop_back();
      next.type->fill(*this, next.from, next.to);
    }
    is_finished_ = true;
  }

  /// Copies into an object that has its default value.
  template <class T>
  void fill(const T& from, T& to) {
    constexpr value_kind kind = kind_of<T>;
    if constexpr (is_pointer_kind<T>) {
      fill_pointer(from, to);
    } else if constexpr (kind == value_kind::array) {
      for (std::size_t i = 0; i < extent_of<T>; ++i) {
        fill(from[i], to[i]);
      }
    } else if constexpr (copied_as_it_is<T>) {
      if constexpr (std::is_copy_assignable_v<T>) {
        to = from;
      } else {
        to = T(from);
      }
    } else if constexpr (kind == value_kind::record) {
      fill_fields(from, to, std::make_index_sequence<meta::field_count<T>>{});
    } else if constexpr (kind == value_kind::tuple) {
      meta::all_positions<T>([this, &from, &to](auto i) {
        this->fill(std::get<i>(from), std::get<i>(to));
        return true;
      });
    } else if constexpr (kind == value_kind::optional) {
      if (from) {
        fill(*from, to.emplace());
      }
    } else if constexpr (kind == value_kind::variant) {
      fill_variant(from, to);
    } else if constexpr (kind == value_kind::map) {
      to.clear();
      for (const auto& [key, mapped] : from) {
        const auto place =
            to.emplace_hint(to.end(), std::piecewise_construct, std::forward_as_tuple(key), std::forward_as_tuple());
        fill(mapped, place->second);
      }
    } else {
      to.resize(from.size());
      auto place = to.begin();
      for (const auto& element : from) {
        fill(element, *place);
        ++place;
      }
    }
  }

 private:
  struct pending {
    const void* from;
    void* to;
    const pointee_copying* type;
  };

  struct made_object {
    void* object;
    const pointee_copying* type;
  };

  template <class Element>
  static constexpr bool is_filled_later = !cloneable<Element> && !copied_as_it_is<Element>;

  template <class T, std::size_t... I>
  void fill_fields(const T& from, T& to, std::index_sequence<I...>) {
    (fill(meta::get_field<I>(from), meta::get_field<I>(to)), ...);
  }

  template <class T, std::size_t I = 0>
  void fill_variant(const T& from, T& to) {
    if constexpr (I < std::variant_size_v<T>) {
      if (from.index() != I) {
        return fill_variant<T, I + 1>(from, to);
      }
      if constexpr (fillable<std::variant_alternative_t<I, T>>) {
        fill(std::get<I>(from), to.template emplace<I>());
      } else {
        to.template emplace<I>(std::get<I>(from));
      }
    } else {
      throw std::bad_variant_access();
    }
  }

  template <class T>
  void fill_pointer(const T& from, T& to) {
    using element = std::remove_cv_t<typename T::element_type>;
    if constexpr (kind_of<T> == value_kind::unique_pointer) {
      if (from == nullptr) {
        return;
      }
      if constexpr (cloneable<element>) {
        to = from->clone();
      } else if constexpr (copied_as_it_is<element>) {
        to = std::make_unique<element>(*from);
      } else {
        auto made = std::make_unique<element>();
        fill_later<element>(from.get(), made.get());
        to = std::move(made);
      }
    } else if constexpr (kind_of<T> == value_kind::weak_pointer) {
      // A weak pointer to what nobody in the value owns is given a copy that is never filled, and that expires.
      if (const auto locked = from.lock()) {
        to = std::static_pointer_cast<element>(memo_.shared_[number_of<element>(locked)].copy);
      }
    } else if (from != nullptr) {
      if (from.get() == first_ && first_type_ == &copying_of<element>) {
        to = std::static_pointer_cast<element>(first_copy_);
      } else if (is_sole_owner(from)) {
        auto made = make_shared_copy<element>(*from);
        if constexpr (is_filled_later<element>) {
          fill_later<element>(from.get(), made.get());
        }
        to = std::move(made);
      } else {
        to = std::static_pointer_cast<element>(owned_copy<element>(from).copy);
      }
    }
  }

  // Where the count is one, the object is not met again by a pointer that is counted, and need not be remembered. One
  // that is not counted, because its deleter does nothing, may lead here all the same, and close a cycle. What is to be
  // filled is a stack, so that such a cycle is gone round in the same steps each time: a landmark that is moved on
  // after 1, 2, 4, 8 steps is met again when it is on the cycle and stays long enough (Brent's algorithm). From then on
  // all are remembered, and it ends.
  template <class Pointer>
  bool is_sole_owner(const Pointer& from) noexcept {
    if (!skips_sole_owners_ || from.use_count() != 1) {
      return false;
    }
    if (from.get() == landmark_) {
      skips_sole_owners_ = false;
      return false;
    }
    if (std::has_single_bit(++skipped_)) {
      landmark_ = from.get();
    }
    return true;
  }

  template <class Element, class Original>
  const copy_memo::shared_copy& owned_copy(const std::shared_ptr<Original>& original) {
    const std::size_t number = number_of<Element>(original);
    auto& known = memo_.shared_[number];
    if (!known.is_owned) {
      if (number < known_before_) {
        adopted_.push_back(number);
      }
      if constexpr (is_filled_later<Element>) {
        fill_later<Element>(original.get(), known.copy.get());
      }
      known.is_owned = true;
    }
    return known;
  }

  template <class Element, class Original>
  std::size_t number_of(const std::shared_ptr<Original>& original) {
    const auto next = memo_.shared_.size();
    const auto found = memo_.known_.find_or_insert(original.get(), &copying_of<Element>, next);
    if (found.is_new) {
      try {
        memo_.shared_.push_back({make_shared_copy<Element>(*original), false});
        if (keeps_originals_) {
          memo_.originals_.push_back({original, &copying_of<Element>});
        }
      } catch (...) {
        memo_.shared_.resize(next);
        memo_.known_.forget_last(original.get(), &copying_of<Element>);
        throw;
      }
    }
    return found.index;
  }

  template <class Element>
  void fill_later(const void* from, void* to) {
    to_fill_.push_back({from, to, &copying_of<Element>});
    // Last: if this throws, the caller destroys what it has made, and the destructor here must not know it.
    made_.push_back({to, &copying_of<Element>});
  }

  template <class Element>
  static std::shared_ptr<Element> make_shared_copy(const Element& original) {
    if constexpr (cloneable<Element>) {
      return std::unique_ptr<Element>(original.clone());
    } else if constexpr (copied_as_it_is<Element>) {
      return std::make_shared<Element>(original);
    } else {
      return std::make_shared<Element>();
    }
  }

  template <class Element>
  static void fill_pointee(memo_access& memo, const void* from, void* to) {
    memo.fill(*static_cast<const Element*>(from), *static_cast<Element*>(to));
  }

  template <class Element>
  static void clear_pointee(void* object) noexcept {
    try {
      *static_cast<Element*>(object) = Element{};
    } catch (...) {
      // Then it keeps what it has, and its destructor lets go of that.
    }
  }

  // Copies that come whole are in no list.
  template <class Element>
  static consteval pointee_copying find_copying() {
    if constexpr (is_filled_later<Element>) {
      return {&fill_pointee<Element>, &clear_pointee<Element>};
    } else {
      return {nullptr, nullptr};
    }
  }

  template <class Element>
  static constexpr pointee_copying copying_of = find_copying<Element>();

  copy_memo& memo_;
  std::size_t known_before_;
  bool keeps_originals_;
  bool skips_sole_owners_;
  bool is_finished_ = false;
  std::size_t skipped_ = 0;
  const void* landmark_ = nullptr;
  const void* first_ = nullptr;
  const pointee_copying* first_type_ = nullptr;
  std::shared_ptr<void> first_copy_;
  std::vector<pending> to_fill_;
  std::vector<made_object> made_;
  // Copies that an earlier call made for weak pointers, and that this one owns.
  std::vector<std::size_t> adopted_;
};

template <class T>
[[nodiscard]] T copy_with(const T& value, copy_memo& memo, bool keeps_originals) {
  if constexpr (copied_as_it_is<T>) {
    return value;
  } else {
    T result{};
    // Destroyed before the result, because it takes a copy apart that it could not finish.
    memo_access access(memo, keeps_originals, !keeps_originals && meets_sole_owners_once<T>);
    access.fill(value, result);
    if constexpr (kind_of<T> == value_kind::shared_pointer) {
      access.remember_first(value, result);
    }
    access.finish();
    return result;
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A copy that shares with `value` whatever it points to: what its copy constructor makes.
///
/// Source: row B29; Python's `copy.copy`.
template <std::copy_constructible T>
[[nodiscard]] constexpr T shallow_copy(const T& value) noexcept(std::is_nothrow_copy_constructible_v<T>) {
  return value;
}

/// A copy that shares nothing with `value` that a smart pointer in it owns.
///
/// What several `std::shared_ptr` share is copied once, and their copies share the copy: cycles stay cycles. A
/// `std::weak_ptr` points to the copy if a shared one in `value` owns its object; if not, it is expired in the copy. A
/// raw pointer owns nothing, and is copied as it is; a class of another kind copies itself. An object with a `clone()`
/// is copied by that alone, whatever it points to. Lists of any length behind pointers take no more stack than one
/// element, here; the destructors of the standard pointers do.
///
/// Shared are pointers that count each other. Those that lead to one object and do not, because they were made with
/// deleters that do nothing, or with different owners, may share a copy or have one each: it ends in either case.
///
/// Complexity: linear in the size of `value`. Exceptions: what an allocation or a copy throws; nothing is left behind.
/// Where no `std::weak_ptr` can occur, an object with one owner costs little more than its allocation; else, or with a
/// memo, it is also entered in a table. Thread-safety: reads `value` only, and others may copy its pointers meanwhile.
/// Source: row B29; Python's `copy.deepcopy`.
template <deeply_copyable T>
[[nodiscard]] T deep_copy(const T& value) {
  copy_memo memo;
  return detail::copy_with(value, memo, false);
}

/// The same with a memo: what was copied with it before is not copied again. If it fails, the memo is as it was.
template <deeply_copyable T>
[[nodiscard]] T deep_copy(const T& value, copy_memo& memo) {
  return detail::copy_with(value, memo, true);
}

}  // namespace patterns::data_model
