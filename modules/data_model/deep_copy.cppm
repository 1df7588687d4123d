/// @file
/// B29 · shallow_copy and deep_copy: a value that shares what it points to, and one that does not.
export module patterns.data_model:deep_copy;

import std;
import patterns.meta;
import :copy_memo;
import :value_kind;

namespace patterns::data_model::detail {

template <class T>
concept cloneable = requires(const T& value) {
  { value.clone() } -> std::convertible_to<std::unique_ptr<T>>;
};

struct copied {};

/// Why a type has no deep copy.
template <meta::fixed_string Why>
struct not_copied {};

/// Which member of a record has none, and why.
template <class Record, meta::fixed_string Member, class Refused>
struct not_copied_member {};

template <class... Verdicts>
struct first_not_copied {
  using type = copied;
};
template <class Verdict, class... Verdicts>
struct first_not_copied<Verdict, Verdicts...> {
  using type = Verdict;
};
template <class... Verdicts>
struct first_not_copied<copied, Verdicts...> : first_not_copied<Verdicts...> {};

template <class T, std::size_t I, class Verdict>
struct copy_verdict_on_member {
  using type = not_copied_member<T, meta::fixed_string<meta::field_name<T, I>.size()>(meta::field_name<T, I>), Verdict>;
};
template <class T, std::size_t I>
struct copy_verdict_on_member<T, I, copied> {
  using type = copied;
};
template <class T, std::size_t I, class Record, meta::fixed_string Member, class Refused>
struct copy_verdict_on_member<T, I, not_copied_member<Record, Member, Refused>> {
  using type = not_copied_member<Record, Member, Refused>;
};

template <class T, class... Path>
consteval auto judge_copy();

template <class... Path, class... Parts>
consteval auto judge_copy_of_parts(part_list<Parts...>) {
  return typename first_not_copied<decltype(judge_copy<Parts, Path...>())...>::type{};
}

template <class T, class... Path, std::size_t... I>
consteval auto judge_copy_of_members(std::index_sequence<I...>) {
  return typename first_not_copied<typename copy_verdict_on_member<
      T, I, decltype(judge_copy<std::remove_cv_t<meta::field_type<T, I>>, T, Path...>())>::type...>::type{};
}

template <class T>
concept copied_as_it_is = !holds_pointers<T> && std::copy_constructible<T>;

template <class T, class... Path>
consteval auto judge_copy() {
  constexpr value_kind kind = kind_of<T>;
  if constexpr ((std::same_as<T, Path> || ...)) {
    return copied{};
  } else if constexpr (is_pointer_kind<T>) {
    using element = std::remove_cv_t<typename T::element_type>;
    if constexpr ((std::same_as<element, Path> || ...) || cloneable<element>) {
      return copied{};
    } else if constexpr (!complete_behind_pointer<element>) {
      return not_copied<"an object of a derived class may be behind the pointer: its class needs a clone()">{};
    } else if constexpr (!std::default_initializable<element> || !std::is_move_assignable_v<element>) {
      return not_copied<"what a pointer points to must have a default value and be assignable, or a clone()">{};
    } else {
      return judge_copy<element, T, Path...>();
    }
  } else if constexpr (!holds_pointers<T>) {
    if constexpr (std::is_array_v<T> || std::copy_constructible<T>) {
      return copied{};
    } else {
      return not_copied<"it cannot be copied">{};
    }
  } else if constexpr (kind == value_kind::set || kind == value_kind::transparent) {
    return not_copied<"an element of a set, and a wrapped value, must hold no pointer">{};
  } else if constexpr (!fillable<T>) {
    return not_copied<"what holds a pointer must have a default value and be assignable">{};
  } else if constexpr (kind == value_kind::record) {
    return judge_copy_of_members<T, Path...>(std::make_index_sequence<meta::field_count<T>>{});
  } else if constexpr (kind == value_kind::map) {
    if constexpr (holds_pointers<typename T::key_type>) {
      return not_copied<"a key of a map must hold no pointer">{};
    } else {
      return judge_copy_of_parts<T, Path...>(parts_of<T>{});
    }
  } else {
    return judge_copy_of_parts<T, Path...>(parts_of<T>{});
  }
}

template <class T>
using copy_verdict = decltype(judge_copy<T>());

template <class Verdict>
concept has_deep_copy = std::same_as<Verdict, copied>;

/// How an object behind a pointer is copied. Its address tells its type.
struct pointee_copying {
  void (*fill)(memo_access& memo, const void* from, void* to);
  void (*clear)(void* object) noexcept;
};

/// One call of deep_copy.
class memo_access {
 public:
  inline memo_access(copy_memo& memo, bool keeps_originals)
      : memo_(memo), known_before_(memo.shared_.size()), keeps_originals_(keeps_originals) {}
  memo_access(const memo_access&) = delete;
  memo_access& operator=(const memo_access&) = delete;

  // What could not be finished is taken apart from its end: no destructor meets a list, and no cycle is left.
  inline ~memo_access() {
    if (is_finished_) {
      return;
    }
    for (auto todo = work_.rbegin(); todo != work_.rend(); ++todo) {
      todo->type->clear(todo->to);
      if (todo->number != not_shared) {
        memo_.shared_[todo->number].is_owned = false;
      }
    }
    while (memo_.shared_.size() > known_before_) {
      memo_.known_.forget_last(originals_.back(), memo_.shared_.back().type);
      originals_.pop_back();
      memo_.shared_.pop_back();
    }
  }

  inline void finish() {
    for (std::size_t i = 0; i < work_.size(); ++i) {
      const pending todo = work_[i];
      todo.type->fill(*this, todo.from, todo.to);
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
    // Among the shared ones of the memo, or `not_shared`.
    std::size_t number;
  };

  static constexpr std::size_t not_shared = static_cast<std::size_t>(-1);

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
      } else {
        auto made = std::make_unique<element>();
        work_.push_back({from.get(), made.get(), &copying_of<element>, not_shared});
        to = std::move(made);
      }
    } else if constexpr (kind_of<T> == value_kind::weak_pointer) {
      // A weak pointer to what nobody in the value owns is given a copy that is never filled, and that expires.
      if (const auto locked = from.lock()) {
        to = std::static_pointer_cast<element>(memo_.shared_[number_of<element>(locked)].copy);
      }
    } else if (from != nullptr) {
      const std::size_t number = number_of<element>(from);
      auto& known = memo_.shared_[number];
      if (!known.is_owned) {
        if constexpr (!cloneable<element>) {
          work_.push_back({from.get(), known.copy.get(), &copying_of<element>, number});
        }
        known.is_owned = true;
      }
      to = std::static_pointer_cast<element>(known.copy);
    }
  }

  template <class Element, class Original>
  std::size_t number_of(const std::shared_ptr<Original>& original) {
    const auto next = memo_.shared_.size();
    const auto found = memo_.known_.find_or_insert(original.get(), &copying_of<Element>, next);
    if (found.is_new) {
      try {
        originals_.push_back(original.get());
        memo_.shared_.push_back(
            {make<Element>(*original), keeps_originals_ ? original : nullptr, &copying_of<Element>, false});
      } catch (...) {
        if (originals_.size() > next - known_before_) {
          originals_.pop_back();
        }
        memo_.known_.forget_last(original.get(), &copying_of<Element>);
        throw;
      }
    }
    return found.index;
  }

  template <class Element>
  static std::shared_ptr<Element> make(const Element& original) {
    if constexpr (cloneable<Element>) {
      return std::unique_ptr<Element>(original.clone());
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

  // A class with a clone() need not be assignable: its copies come whole, and are in no list.
  template <class Element>
  static consteval pointee_copying find_copying() {
    if constexpr (cloneable<Element>) {
      return {nullptr, nullptr};
    } else {
      return {&fill_pointee<Element>, &clear_pointee<Element>};
    }
  }

  template <class Element>
  static constexpr pointee_copying copying_of = find_copying<Element>();

  copy_memo& memo_;
  std::size_t known_before_;
  bool keeps_originals_;
  bool is_finished_ = false;
  std::vector<pending> work_;
  std::vector<const void*> originals_;
};

template <class T>
[[nodiscard]] T copy_with(const T& value, copy_memo& memo, bool keeps_originals) {
  if constexpr (copied_as_it_is<T>) {
    return value;
  } else {
    T result{};
    // Destroyed before the result, because it takes a copy apart that it could not finish.
    memo_access access(memo, keeps_originals);
    access.fill(value, result);
    access.finish();
    return result;
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A value of which deep_copy makes a copy: with a copy constructor, or made of such and of smart pointers.
///
/// A record or container that holds a smart pointer must have a default value and be assignable. So must what is
/// pointed to; or it has a `clone() const` that returns a `std::unique_ptr` to its own class, as a polymorphic class
/// must, unless it is final. No copy is ever sliced. The keys of a map, and elements of a set, hold no smart pointer.
template <class T>
concept deeply_copyable = detail::has_deep_copy<detail::copy_verdict<T>> && std::is_object_v<T> && !std::is_array_v<T>;

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
/// Complexity: linear in the size of `value`. Exceptions: what an allocation or a copy throws; nothing is left behind.
/// Thread-safety: reads `value` only. Source: row B29; Python's `copy.deepcopy`.
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
