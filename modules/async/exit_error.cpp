module patterns.async;

import std;

namespace patterns::async {

namespace {

std::string text_of_all(const std::vector<std::exception_ptr>& errors) {
  std::string text = detail::text_of(errors.front());
  for (const auto& error : std::views::drop(errors, 1)) {
    text += ", then on the way out " + detail::text_of(error);
  }
  return text;
}

std::vector<std::exception_ptr> errors_in(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const exit_error& several) {
    return several.errors();
  } catch (...) {
    return {error};
  }
}

bool nests(const std::exception_ptr& outer, const std::exception_ptr& inner) {
  try {
    std::rethrow_exception(outer);
  } catch (const std::nested_exception& nesting) {
    return nesting.nested_ptr() == inner || (nesting.nested_ptr() && nests(nesting.nested_ptr(), inner));
  } catch (...) {
    return false;
  }
}

}  // namespace

exit_error::exit_error(std::vector<std::exception_ptr> errors)
    : std::runtime_error(text_of_all(errors)),
      errors_(std::make_shared<const std::vector<std::exception_ptr>>(std::move(errors))) {}

namespace detail {

std::exception_ptr chained(const std::exception_ptr& in_flight, std::exception_ptr newer) noexcept {
  if (!in_flight || in_flight == newer || nests(newer, in_flight)) {
    return newer;
  }
  try {
    auto all = errors_in(in_flight);
    std::ranges::move(errors_in(newer), std::back_inserter(all));
    try {
      std::rethrow_exception(all.front());
    } catch (...) {
      throw exit_error(std::move(all));
    }
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace detail

}  // namespace patterns::async
