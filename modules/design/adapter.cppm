/// @file
/// D1 · adapter: lets a type serve where another interface is asked for, and changes neither.
export module patterns.design:adapter;

import std;
import patterns.typing;

export namespace patterns::design {

/// How `Source` serves as `Target`: specialize it, derive it from `adapted<Source>`, and give it the members that the
/// target asks for:
///
///     template <>
///     struct patterns::design::adaptation<any_notifier, mailer&> : adapted<mailer&> {
///       using adapted::adapted;
///       void notify(const user& to, std::string_view text) { source().send_mail(to.email, text); }
///     };
///
/// If the target is a class with virtual functions, derive it from that as well, and override them.
///
/// @tparam Target  what is asked for; see adapter
/// @tparam Source  what there is: `T` is kept, `T&` is referred to. A constrained partial specialization serves both
template <class Target, class Source>
struct adaptation;

/// Keeps the source of an adaptation, which it is a base class of.
///
/// A const adapter gives its source as const.
/// Complexity: it has the size of Source. Thread-safety: as the source.
template <class Source>
class adapted {
  static_assert(std::is_object_v<Source> && std::move_constructible<Source>,
                "adapted: the source must be an object that can be moved, or an lvalue reference");

 public:
  using source_type = Source;

  constexpr explicit adapted(Source source) noexcept(std::is_nothrow_move_constructible_v<Source>)
      : source_(std::move(source)) {}

  [[nodiscard]] constexpr Source& source() noexcept { return source_; }
  [[nodiscard]] constexpr const Source& source() const noexcept { return source_; }

 private:
  [[no_unique_address]] Source source_;
};

/// Refers to the source of an adaptation, which must outlive it. A const adapter gives it as const, too.
template <class Source>
class adapted<Source&> {
 public:
  using source_type = Source;

  /// From a reference_wrapper, because that refuses a temporary; a Source converts to it.
  constexpr explicit adapted(std::reference_wrapper<Source> source) noexcept : source_(std::addressof(source.get())) {}

  [[nodiscard]] constexpr Source& source() noexcept { return *source_; }
  [[nodiscard]] constexpr const Source& source() const noexcept { return *source_; }

 private:
  Source* source_;
};

/// What an adapter can be made for: a class with virtual functions, a protocol or another type-erased value, or what
/// such a value is described by: an interface, or a tag with a test.
template <class Target>
concept adapter_target =
    std::is_polymorphic_v<Target> || typing::erased_value<Target> || typing::checkable_protocol<Target>;

}  // namespace patterns::design

namespace patterns::design::detail {

template <class Target>
struct described_by {
  using type = Target;
};

template <typing::erased_value Target>
struct described_by<Target> {
  using type = typename Target::interface_type;
};

template <class T, class Operations>
struct first_operation_missing {
  using type = void;
};

template <class T, class First, class... Rest>
struct first_operation_missing<T, typing::type_list<First, Rest...>> {
  using type =
      typename std::conditional_t<typing::implements<T, First>, first_operation_missing<T, typing::type_list<Rest...>>,
                                  std::type_identity<First>>::type;
};

template <class T, class Target>
struct missing_operation {
  using type = void;
};

template <class T, class Target>
  requires requires { typename described_by<Target>::type::operations; }
struct missing_operation<T, Target> : first_operation_missing<T, typename described_by<Target>::type::operations> {};

// Each is true of the targets that it does not speak of, so that compilers name the one that fails: they do not look
// into a disjunction.
template <class Operation>
concept no_operation_missing = std::is_void_v<Operation>;

template <class T, class Target>
concept no_virtual_function_missing =
    !std::is_polymorphic_v<Target> || (std::derived_from<T, Target> && !std::is_abstract_v<T>);

template <class T, class Target>
concept counts_as_target = std::is_polymorphic_v<Target> || typing::conforms_to<T, typename described_by<Target>::type>;

}  // namespace patterns::design::detail

export namespace patterns::design {

/// Somebody has said how Source serves as Target.
template <class Target, class Source>
concept adaptation_given = requires { sizeof(adaptation<Target, Source>); };

/// Somebody has said how Source serves as Target, and nothing is missing: every operation, or every pure virtual
/// function, of the target is there.
template <class Source, class Target>
concept adaptable_to =
    adapter_target<Target> && adaptation_given<Target, Source> &&
    detail::no_operation_missing<typename detail::missing_operation<adaptation<Target, Source>, Target>::type> &&
    detail::no_virtual_function_missing<adaptation<Target, Source>, Target> &&
    detail::counts_as_target<adaptation<Target, Source>, Target>;

/// A `Source` that serves as `Target`: it has the members of its adaptation, and is refused where one is missing.
///
/// It is used as what the adaptation made of it: by name, where a concept is asked for; as the value in a type-erased
/// target, which it converts to; by reference to a base class. Neither the target nor the source knows of it.
///
/// @tparam Target  a class with virtual functions; a protocol or another type-erased value, or its interface; or a tag
///                 with a test, see typing::checkable_protocol
/// @tparam Source  what it adapts: a `T` of its own, or the one that `T&` refers to, which must outlive it
///
/// Complexity: no call, no allocation and no memory beside those of the adaptation. Thread-safety, exceptions: as the
/// adaptation. Source: row D1; Gamma, Helm, Johnson, Vlissides, Design Patterns, Adapter.
template <adapter_target Target, adaptable_to<Target> Source>
class adapter : public adaptation<Target, Source> {
 public:
  using target_type = Target;

  using adaptation<Target, Source>::adaptation;
};

/// An adapter of `source`, of a copy or move of it, or, if it is given as `std::ref(source)`, of `source` itself.
template <adapter_target Target, class Source>
  requires adaptable_to<std::unwrap_ref_decay_t<Source>, Target>
[[nodiscard]] constexpr auto adapt(Source&& source) {
  return adapter<Target, std::unwrap_ref_decay_t<Source>>(std::forward<Source>(source));
}

}  // namespace patterns::design
