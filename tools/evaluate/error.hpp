#pragma once

#include <stdexcept>
#include <string>

namespace evaluate {

/// What the user can mend: the program ends with status 2 and the message.
class input_error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A compiler that is not there, cannot be run, or cannot build an empty program.
class compiler_error : public input_error {
 public:
  compiler_error(const std::string& command, const std::string& what)
      : input_error("compiler " + command + ": " + what) {}
};

/// A folder of cases or its metadata that cannot be understood; the message begins with the file.
class case_error : public input_error {
 public:
  case_error(const std::string& file, const std::string& what) : input_error(file + ": " + what) {}
};

/// A report that cannot be read or written.
class report_error : public input_error {
 public:
  report_error(const std::string& file, const std::string& what) : input_error(file + ": " + what) {}
};

}  // namespace evaluate
