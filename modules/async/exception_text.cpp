module patterns.async;

import std;

namespace patterns::async::detail {

std::string text_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return std::format("'{}'", exception.what());
  } catch (...) {
    return "an exception of another type than std::exception";
  }
}

}  // namespace patterns::async::detail
