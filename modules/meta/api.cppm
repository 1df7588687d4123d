/// @file
/// B27 · api: the methods of a class with a text that says what each is for, and none without one.
export module patterns.meta:api;

import std;
import :fixed_string;
import :type_name;

namespace patterns::meta::detail {

template <class T>
inline constexpr std::type_identity<void> member_of{};
template <class Function, class Class>
inline constexpr std::type_identity<Function> member_of<Function Class::*>{};

/// The type of the function that a pointer to member points to.
template <auto Member>
using member_function = typename decltype(member_of<std::remove_cv_t<decltype(Member)>>)::type;

template <class T>
inline constexpr std::type_identity<void> class_of{};
template <class Function, class Class>
inline constexpr std::type_identity<Class> class_of<Function Class::*>{};

template <auto Member>
using member_class = typename decltype(class_of<std::remove_cv_t<decltype(Member)>>)::type;

// A reference must bind to what the function returns, not to a temporary made from it.
template <class R, class Function, class... Args>
concept returns =
    std::is_invocable_r_v<R, Function, Args...> &&
    (!std::is_reference_v<R> ||
     (std::is_reference_v<std::invoke_result_t<Function, Args...>> &&
      std::is_convertible_v<std::add_pointer_t<std::invoke_result_t<Function, Args...>>, std::add_pointer_t<R>>));

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// What an api tells of one of its methods when the program runs.
struct method_info {
  std::string_view name;
  std::string_view doc;
  /// The type of the function, as the compiler spells it; see type_name.
  std::string_view signature;
};

/// A method under a name, with its documentation; a part of an api.
///
/// @tparam Function  the pointer to the member function; of an overloaded one, the pointer that a cast chooses
template <fixed_string Name, fixed_string Doc, auto Function>
struct method {
  static constexpr std::string_view name = Name.view();
  static constexpr std::string_view doc = Doc.view();
  static constexpr auto function = Function;
};

/// A method has a name.
template <class Method>
concept has_method_name = requires { std::string_view(Method::name); } && !std::string_view(Method::name).empty();

/// A method has a documentation, and not one of blanks.
template <class Method>
concept has_method_doc = requires { std::string_view(Method::doc); } &&
                         std::string_view(Method::doc).find_first_not_of(" \t\r\n") != std::string_view::npos;

/// A method that an api takes: it has a name, a documentation and a member function.
template <class Method>
concept documented_method =
    has_method_name<Method> && has_method_doc<Method> && std::is_member_function_pointer_v<decltype(Method::function)>;

/// No two methods have the same name.
template <class... Methods>
concept method_names_differ = detail::all_differ({Methods::name...});

/// Thrown for a method that an api does not have; names those that it has.
class unknown_method : public std::out_of_range {
 public:
  unknown_method(std::string_view type, std::string_view name, std::string_view known)
      : std::out_of_range(std::format("{} has no method '{}'; it has: {}", type, name, known)) {}
};

/// Thrown when a method cannot be called as it was asked to be.
class method_mismatch : public std::invalid_argument {
 public:
  method_mismatch(std::string_view type, std::string_view name, std::string_view signature, std::string_view call)
      : std::invalid_argument(std::format("{}.{}: {} cannot be called as {}", type, name, signature, call)) {}
};

/// The documented methods of a class:
///
///     struct service {
///       std::string ping() const;
///       using api = patterns::meta::api<patterns::meta::method<"ping", "answers if it is there", &service::ping>>;
///     };
///
/// Stands where Python has a metaclass that refuses a class with a method without a docstring. A method without a text,
/// or with an empty one, or a name given twice, is refused where the api is written.
///
/// Thread-safety: constants; a call is as safe as the method. Source: row B27.
template <documented_method... Methods>
  requires method_names_differ<Methods...>
struct api {
  /// Every method in the order in which they are written.
  static constexpr std::array<method_info, sizeof...(Methods)> methods{
      method_info{Methods::name, Methods::doc, type_name<detail::member_function<Methods::function>>}...};

  /// Each method is one of `T`, or of a base of it.
  template <class T>
  static constexpr bool describes = (std::is_base_of_v<detail::member_class<Methods::function>, T> && ...);

  /// What is known of the method called `name`, or nothing. Complexity: linear in the number of methods.
  [[nodiscard]] static constexpr std::optional<method_info> find(std::string_view name) noexcept {
    const auto found = std::ranges::find(methods, name, &method_info::name);
    return found == methods.end() ? std::nullopt : std::optional{*found};
  }

  /// One line for each method: its name, and what it is for.
  [[nodiscard]] static std::string help() {
    std::string text;
    for (const method_info& each : methods) {
      text += std::format("{}: {}\n", each.name, each.doc);
    }
    return text;
  }

  /// Calls the method called `name` on `object`, converts what it returns to `R`, or drops it if `R` is void.
  ///
  /// The arguments convert as they do in a call that is written out. Complexity: a comparison of names for each method,
  /// and the call. Exceptions: what the method throws.
  /// @throws unknown_method if there is none of that name; nothing is called
  /// @throws method_mismatch if it does not take these arguments, is not const where `object` is, or returns no `R`;
  ///         nothing is called
  template <class R = void, class T, class... Args>
    requires describes<std::remove_cvref_t<T>>
  static R call(T&& object, std::string_view name, Args&&... args) {
    return call_from<0, R>(std::forward<T>(object), name, std::forward<Args>(args)...);
  }

 private:
  template <std::size_t I, class R, class T, class... Args>
  static R call_from(T&& object, std::string_view name, Args&&... args) {
    if constexpr (I == sizeof...(Methods)) {
      refuse<T>(name);
    } else {
      using here = std::tuple_element_t<I, std::tuple<Methods...>>;
      return here::name == name ? call_one<here, R>(std::forward<T>(object), std::forward<Args>(args)...)
                                : call_from<I + 1, R>(std::forward<T>(object), name, std::forward<Args>(args)...);
    }
  }

  template <class Method, class R, class T, class... Args>
  static R call_one(T&& object, Args&&... args) {
    if constexpr (detail::returns<R, decltype(Method::function), T, Args...>) {
      if constexpr (std::is_void_v<R>) {
        std::invoke(Method::function, std::forward<T>(object), std::forward<Args>(args)...);
      } else {
        return static_cast<R>(std::invoke(Method::function, std::forward<T>(object), std::forward<Args>(args)...));
      }
    } else {
      throw method_mismatch(owner<T>(), Method::name, type_name<detail::member_function<Method::function>>,
                            type_name<R(Args...)>);
    }
  }

  template <class T>
  static std::string owner() {
    return std::format("{}{}", std::is_const_v<std::remove_reference_t<T>> ? "const " : "",
                       unqualified_name<std::remove_cvref_t<T>>);
  }

  template <class T>
  [[noreturn]] static void refuse(std::string_view name) {
    std::string known;
    for (const method_info& each : methods) {
      known += known.empty() ? "" : ", ";
      known += each.name;
    }
    throw unknown_method(owner<T>(), name, known);
  }
};

}  // namespace patterns::meta

namespace patterns::meta::detail {

template <class T>
inline constexpr bool is_api = false;
template <class... Methods>
inline constexpr bool is_api<api<Methods...>> = true;

}  // namespace patterns::meta::detail

export namespace patterns::meta {

/// A class whose member type `api` documents methods of it.
template <class T>
concept documented = requires { typename T::api; } && detail::is_api<typename T::api> && T::api::template describes<T>;

}  // namespace patterns::meta
