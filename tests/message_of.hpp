#pragma once

// To be included after every header of a library.
import std;

namespace patterns_test {

/// What the `Error` that `function` throws says.
template <class Error, class Function>
std::string message_of(Function function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "no exception";
}

}  // namespace patterns_test
