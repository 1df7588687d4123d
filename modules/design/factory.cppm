/// @file
/// A24 · factory: makes objects by the name of their kind, and says which kinds there are when there is no such.
export module patterns.design:factory;

import std;
import patterns.meta;

export namespace patterns::design {

/// Thrown for a kind that a factory does not know; names it and the kinds that are known.
class unknown_kind : public meta::registry_error {
 public:
  unknown_kind(std::string_view product, std::string_view kind, std::vector<std::string> known);

  /// The kind asked for, as repr shows it.
  [[nodiscard]] inline const std::string& kind() const noexcept { return details_->kind; }

  /// All kinds that were known, as repr shows them, in ascending order.
  [[nodiscard]] inline std::span<const std::string> known() const noexcept { return details_->known; }

 private:
  struct details {
    std::string kind;
    std::vector<std::string> known;
  };

  // Shared, because copying an exception must not throw.
  std::shared_ptr<const details> details_;
};

}  // namespace patterns::design

namespace patterns::design::detail {

template <class Key>
[[nodiscard]] std::string kind_text(const Key& kind) {
  if constexpr (meta::has_repr<Key>) {
    return meta::repr(kind);
  } else {
    return std::format("a {}", meta::unqualified_name<Key>);
  }
}

}  // namespace patterns::design::detail

export namespace patterns::design {

/// Makes objects by kind: the one place that knows which class stands for which name.
///
///     factory<shape> shapes;
///     shapes.add<circle>("circle");
///     const std::unique_ptr<shape> drawn = shapes.create(name_from_a_file);
///
/// The kinds are those of its own registry, or of one that you give it: `registry<shape>::global()` has the types that
/// register themselves.
///
/// @tparam Base  what is made; see meta::registry
/// @tparam Key   what a kind is named by; see meta::registry_key. A string is asked for with a string_view
/// @tparam Args  what every object is constructed from
///
/// Complexity: that of meta::registry: a look-up is O(1) on average, takes no lock, and allocates nothing.
/// Thread-safety: every member, from any thread; only the destructor must come last.
/// Exceptions: strong guarantee. Source: row A24; Gamma, Helm, Johnson, Vlissides, Design Patterns, Factory Method.
template <class Base, meta::registry_key Key = std::string, class... Args>
class factory {
 public:
  using registry_type = meta::registry<Base, Key, Args...>;
  using product_type = Base;
  using key_type = Key;
  using query_type = typename registry_type::query_type;

  /// Makes objects of one kind, again and again, without a look-up; valid as long as the registry of the kinds.
  class maker {
   public:
    /// @throws meta::registry_error if the kind was removed meanwhile; whatever the constructor or function throws
    [[nodiscard]] std::unique_ptr<Base> operator()(Args... args) const {
      return kind_->create(std::forward<Args>(args)...);
    }

    [[nodiscard]] constexpr const Key& kind() const noexcept { return kind_->key(); }

   private:
    friend class factory;
    constexpr explicit maker(const typename registry_type::entry& kind) noexcept : kind_(&kind) {}

    const typename registry_type::entry* kind_;
  };

  /// Knows no kind yet.
  factory() : own_(std::make_unique<registry_type>()), kinds_(*own_) {}

  /// Knows what `kinds` knows, at every moment; `kinds` must outlive it.
  constexpr explicit factory(registry_type& kinds) noexcept : kinds_(kinds) {}

  factory(const factory&) = delete;
  factory& operator=(const factory&) = delete;

  /// Makes `kind` stand for objects of `Derived`.
  /// @throws meta::registry_error if the kind is an empty text, or known already
  template <meta::registrable<Base, Args...> Derived>
  factory& add(Key kind) {
    kinds_.template add<Derived>(std::move(kind));
    return *this;
  }

  /// Makes `kind` stand for what `make` returns; several threads may call it at once.
  /// @throws meta::registry_error if the kind is an empty text, or known already
  template <meta::registry_factory<Base, Args...> Make>
  factory& add(Key kind, Make make) {
    kinds_.add(std::move(kind), std::move(make));
    return *this;
  }

  /// Forgets `kind`; false if it was not known.
  bool remove(query_type kind) { return kinds_.erase(kind); }

  /// A new object of `kind`.
  /// @throws unknown_kind; meta::registry_error if two types registered themselves under it, or if it is removed at
  /// this moment; whatever the constructor or function throws
  [[nodiscard]] std::unique_ptr<Base> create(query_type kind, Args... args) const {
    return known(kind).create(std::forward<Args>(args)...);
  }

  /// What makes objects of `kind`: a bad name is found where it is read, not where the first object is needed.
  /// @throws unknown_kind
  [[nodiscard]] maker maker_of(query_type kind) const { return maker(known(kind)); }

  [[nodiscard]] bool knows(query_type kind) const { return kinds_.contains(kind); }

  /// The kinds that are known, in ascending order.
  [[nodiscard]] std::vector<Key> kinds() const { return kinds_.keys(); }

 private:
  [[nodiscard]] const typename registry_type::entry& known(query_type kind) const {
    const auto* const found = kinds_.find(kind);
    if (found == nullptr) {
      refuse(kind);
    }
    return *found;
  }

  [[noreturn]] void refuse(query_type kind) const {
    std::vector<std::string> texts;
    for (const Key& each : kinds()) {
      texts.push_back(detail::kind_text(each));
    }
    throw unknown_kind(meta::unqualified_name<Base>, detail::kind_text(kind), std::move(texts));
  }

  std::unique_ptr<registry_type> own_;
  registry_type& kinds_;
};

}  // namespace patterns::design
