#pragma once

// To be included after every header of a library.
import std;

namespace patterns_test {

/// What was done, in order.
using journal = std::vector<std::string>;

/// What an exit is told: the message of what is in flight, or that nothing is.
inline std::string text_of(const std::exception_ptr& error) {
  if (error == nullptr) {
    return "success";
  }
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  }
}

}  // namespace patterns_test
