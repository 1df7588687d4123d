/// @file
/// B8 · path_like, fs_path: whatever names a file, as a std::filesystem::path.
export module patterns.data_model:paths;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// Thrown for what can name no file: a null pointer, and a text with a NUL in it, behind which the system would not
/// look.
class path_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

template <class T>
concept path_character = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
                         std::same_as<T, char16_t> || std::same_as<T, char32_t>;

template <class T>
concept pointer_to_path_text = std::is_pointer_v<T> && path_character<std::remove_cv_t<std::remove_pointer_t<T>>>;

// A path is also made from any iterator, up to a zero that nobody has promised.
template <class T>
concept path_value =
    std::convertible_to<const T&, std::filesystem::path> && !std::is_null_pointer_v<std::remove_cvref_t<T>> &&
    (!std::input_iterator<std::decay_t<T>> || pointer_to_path_text<std::decay_t<T>>);

template <class T>
concept gives_fs_path = std::is_class_v<std::remove_cvref_t<T>> && requires(const std::remove_cvref_t<T>& object) {
  { object.fs_path() } -> path_value;
};

/// Throws path_error if there is a NUL in `path`.
void refuse_embedded_nul(const std::filesystem::path& path);

[[noreturn]] void refuse_null_path();
[[noreturn]] void refuse_text_behind_nul(const std::filesystem::path& before);

template <class Given>
[[nodiscard]] std::filesystem::path path_of_value(Given&& given) {
  using type = std::remove_reference_t<Given>;
  if constexpr (pointer_to_path_text<type>) {
    if (given == nullptr) {
      refuse_null_path();
    }
  }
  // A literal is a path up to its end; an array that can be written to is a buffer, and ends with the first NUL.
  if constexpr (std::is_bounded_array_v<type> && std::is_const_v<std::remove_extent_t<type>>) {
    const auto end = std::ranges::find(given, std::remove_extent_t<type>{});
    if (std::any_of(end, std::ranges::end(given), [](auto character) { return character != decltype(character){}; })) {
      refuse_text_behind_nul(std::filesystem::path(std::ranges::begin(given), end));
    }
  }
  std::filesystem::path path(std::forward<Given>(given));
  refuse_embedded_nul(path);
  return path;
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// What names a file: a `std::filesystem::path`, a string, a string literal, whatever converts to a path, or a class
/// with a member `fs_path() const` that returns such.
///
///     class dataset {
///      public:
///       std::filesystem::path fs_path() const { return folder_ / "data.csv"; }
///       ...
///
/// Source: row B8; Python's `os.PathLike`.
template <class T>
concept path_like = detail::gives_fs_path<T> || detail::path_value<std::remove_reference_t<T>>;

/// The path that `object` is or gives. A class's own member comes before a conversion. Nothing is asked of the file
/// system, and an empty path stays empty.
///
/// Complexity: linear in the length; a copy of the path. Thread-safety: as reading `object`.
/// @throws path_error if `object` is a null pointer, or if there is a NUL in the path, also in that of a literal
/// Source: row B8; Python's `os.fspath`.
template <path_like T>
[[nodiscard]] std::filesystem::path fs_path(const T& object) {
  if constexpr (detail::gives_fs_path<T>) {
    return detail::path_of_value(object.fs_path());
  } else {
    return detail::path_of_value(object);
  }
}

/// The same for an array that can be written to: a buffer, in which the text ends with the first NUL.
template <detail::path_character Character, std::size_t Size>
[[nodiscard]] std::filesystem::path fs_path(Character (&buffer)[Size]) {
  return detail::path_of_value(static_cast<const Character*>(buffer));
}

}  // namespace patterns::data_model
