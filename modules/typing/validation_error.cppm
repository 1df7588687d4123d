/// @file
/// A8, B16 · validation_error: a value that breaks the rule of its field.
export module patterns.typing:validation_error;

import std;

export namespace patterns::typing {

/// Thrown for a value that breaks a rule; says whose field it is, which, and what the value was.
class validation_error : public std::invalid_argument {
 public:
  validation_error(std::string_view owner, std::string_view field, std::string_view value, std::string_view requirement)
      : std::invalid_argument(std::format("{}{}{} = {}: {}", owner, owner.empty() || field.empty() ? "" : ".",
                                          owner.empty() && field.empty() ? "value" : field, value, requirement)),
        details_(std::make_shared<const details>(std::string(owner), std::string(field), std::string(value))) {}

  /// The type that the field belongs to, or an empty text.
  [[nodiscard]] const std::string& owner() const noexcept { return details_->owner; }

  /// The name of the field, or an empty text.
  [[nodiscard]] const std::string& field() const noexcept { return details_->field; }

  /// The value refused, as repr shows it.
  [[nodiscard]] const std::string& value() const noexcept { return details_->value; }

 private:
  struct details {
    std::string owner;
    std::string field;
    std::string value;
  };

  // Shared, because copying an exception must not throw.
  std::shared_ptr<const details> details_;
};

}  // namespace patterns::typing
