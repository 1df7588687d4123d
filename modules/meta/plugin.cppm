/// @file
/// B25 · plugin: a class that must say its name before it may be used.
export module patterns.meta:plugin;

import std;

export namespace patterns::meta {

/// `T` has a static member `name` that reads as a text.
template <class T>
concept declares_name = requires {
  { T::name } -> std::convertible_to<std::string_view>;
};

/// The name of `T` is known when the program compiles.
template <class T>
concept has_constant_name = requires { typename std::bool_constant<std::string_view(T::name).empty()>; };

/// The name of `T` is not the empty text.
template <class T>
concept has_nonempty_name = !std::string_view(T::name).empty();

/// A class with a name by which it can be chosen: `static constexpr std::string_view name = "csv";`.
///
/// Stands where Python has a base class whose `__init_subclass__` refuses a subclass without one. Structural: a plugin
/// need not derive from plugin_base.
template <class T>
concept plugin = declares_name<T> && has_constant_name<T> && has_nonempty_name<T>;

/// The options of a plugin that has none.
struct no_plugin_options {
  [[nodiscard]] bool operator==(const no_plugin_options&) const = default;
};

/// The values of a class's options make sense together: `valid()`, if it has one, holds.
template <auto Options>
concept valid_plugin_options = !requires {
  { Options.valid() } -> std::convertible_to<bool>;
} || requires { requires static_cast<bool>(Options.valid()); };

/// A base that lets a class be used only if it is a plugin:
///
///     struct csv : patterns::meta::plugin_base<csv, format_options{.extension = ".csv"}> {
///       static constexpr std::string_view name = "csv";
///     };
///
/// The class is not complete where it names its base, so its name is checked where an object of it is first made, or
/// its name or its type id is asked for through this base; `static_assert(plugin<csv>)` asks at once.
///
/// The options, Python's keywords in the class statement, are checked at the base itself: none has another name than a
/// field, and together they must be valid. A field that is left out has its default, or else 0 or what its default
/// constructor makes. So an option must be given if `valid()` refuses that value, or if its type has no default
/// constructor.
///
/// @tparam Derived  the class itself
/// @tparam Options  a constant of any class whose members are public; if it has a constexpr `valid()`, that must hold
///
/// It has no state and no virtual function. Complexity: none at run time. Source: row B25.
template <class Derived, auto Options = no_plugin_options{}>
  requires valid_plugin_options<Options>
class plugin_base {
 public:
  /// What stands behind the class's name in the list of its bases.
  static constexpr const auto& options = Options;

  constexpr plugin_base() noexcept { check(); }

  [[nodiscard]] static constexpr std::string_view plugin_name() noexcept {
    check();
    return Derived::name;
  }

  [[nodiscard]] constexpr bool operator==(const plugin_base&) const noexcept = default;

 private:
  static constexpr void check() noexcept {
    static_assert(plugin<Derived>,
                  "plugin_base: the class must have a `static constexpr std::string_view name` that is not empty");
  }
};

}  // namespace patterns::meta
