/// @file
/// B6 · money: an amount that std::format writes with the currency in the format, as in `{:EUR}`.
export module patterns.data_model:money;

import std;
import :finite_numbers;
import :grouped;
import :index;
import :repr;
import :validated;

namespace patterns::data_model::detail {

[[nodiscard]] constexpr bool is_currency_code(std::string_view text) noexcept {
  return text.size() == 3 && std::ranges::all_of(text, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

/// How many decimals an amount has, as ISO 4217 lists it; 2 for a code that is not listed.
[[nodiscard]] constexpr std::size_t usual_decimals(std::string_view currency) noexcept {
  constexpr std::array<std::string_view, 16> none{"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                  "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
  constexpr std::array<std::string_view, 7> three{"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  if (std::ranges::find(none, currency) != none.end()) {
    return 0;
  }
  return std::ranges::find(three, currency) != three.end() ? 3 : 2;
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// A number that may be an amount of money: whole, `float`, `double`, or a decimal, which is the one that is exact.
template <class T>
concept money_amount = detail::whole_number<T> || detail::decimal_or_float<T>;

/// An amount of money, to be written by std::format:
///
///     std::format("{:EUR}", money(1234.5))            // 1,234.50 EUR
///     std::format("{}", money(decimal{12345, 3}))     // 12.34 USD
///
/// The format is `[[fill]align][width][.decimals][currency]`, where the currency is three capital letters. Without one
/// the currency of the object stands, without `.decimals` as many as ISO 4217 gives the currency. It is rounded to the
/// nearest, and a half to the even digit. The number is aligned to the right, if nothing else is said. Anything else is
/// refused: when it compiles if the format is a literal, else by a std::format_error.
///
/// A helper for output and no more: it does not add, and it does not convert from one currency to another.
///
/// @tparam Amount  see money_amount
///
/// Thread-safety: as an int. Source: row B6; Python's `__format__`.
template <money_amount Amount>
class money {
 public:
  using amount_type = Amount;

  /// @param currency  a code of three capital letters, as of ISO 4217
  /// @throws validation_error if the amount is a NaN or infinite, or if `currency` is no such code
  constexpr explicit money(Amount amount, std::string_view currency = "USD") : amount_(amount) {
    if constexpr (std::floating_point<Amount>) {
      if (!finite_numbers{}(amount)) {
        throw validation_error("money", "amount", repr(amount), finite_numbers::requirement());
      }
    }
    if (!detail::is_currency_code(currency)) {
      throw validation_error("money", "currency", repr(currency), "must be three capital letters");
    }
    std::ranges::copy(currency, currency_.begin());
  }

  [[nodiscard]] constexpr Amount amount() const noexcept { return amount_; }

  /// Lives as long as the object.
  [[nodiscard]] constexpr std::string_view currency() const noexcept { return {currency_.data(), currency_.size()}; }

  [[nodiscard]] bool operator==(const money&) const = default;

 private:
  Amount amount_;
  std::array<char, 3> currency_{};
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

/// The format of money, as it is read.
class money_format {
 public:
  constexpr auto parse(std::format_parse_context& context) {
    auto at = context.begin();
    const auto end = context.end();
    const auto ends = [&] { return at == end || *at == '}'; };
    if (!ends() && std::next(at) != end && is_alignment(*std::next(at)) && *at != '{') {
      fill_ = *at;
      align_ = *std::next(at);
      std::advance(at, 2);
    } else if (!ends() && is_alignment(*at)) {
      align_ = *at++;
    }
    if (!ends() && is_digit(*at)) {
      width_ = number(at, end, "money: a width has at most three digits");
    }
    if (!ends() && *at == '.') {
      ++at;
      if (ends() || !is_digit(*at)) {
        throw std::format_error("money: a number of decimals must follow the point");
      }
      decimals_ = number(at, end, "money: a number of decimals has at most three digits");
    }
    std::size_t letters = 0;
    while (!ends() && letters < currency_.size()) {
      currency_[letters++] = *at++;
    }
    if (!ends() || (letters > 0 && !is_currency_code({currency_.data(), letters}))) {
      throw std::format_error(
          "money: the format is [[fill]align][width][.decimals][currency], "
          "where the currency is three capital letters");
    }
    return at;
  }

  template <class Amount>
  [[nodiscard]] std::string write(const money<Amount>& object) const {
    const auto currency =
        currency_.front() == '\0' ? object.currency() : std::string_view(currency_.data(), currency_.size());
    const auto decimals = decimals_.value_or(usual_decimals(currency));
    auto text = joined(rounded(object.amount(), decimals), {});
    text += ' ';
    text += currency;
    const auto missing = width_ - std::min(width_, text.size());
    const auto before = align_ == '<' ? 0 : align_ == '^' ? missing / 2 : missing;
    return std::string(before, fill_) + text + std::string(missing - before, fill_);
  }

 private:
  [[nodiscard]] static constexpr bool is_alignment(char character) noexcept {
    return character == '<' || character == '>' || character == '^';
  }

  template <class Iterator>
  [[nodiscard]] static constexpr std::size_t number(Iterator& at, Iterator end, const char* too_long) {
    std::size_t value = 0;
    for (int digits = 0; at != end && is_digit(*at); ++at, ++digits) {
      if (digits == 3) {
        throw std::format_error(too_long);
      }
      value = value * 10 + static_cast<std::size_t>(*at - '0');
    }
    return value;
  }

  char fill_ = ' ';
  char align_ = '>';
  std::size_t width_ = 0;
  std::optional<std::size_t> decimals_;
  std::array<char, 3> currency_{};
};

}  // namespace patterns::data_model::detail

/// Writes an amount of money; see money for the format.
export template <class Amount>
struct std::formatter<patterns::data_model::money<Amount>> {
  /// @throws std::format_error for a format that is none of money
  constexpr auto parse(std::format_parse_context& context) { return format_.parse(context); }

  template <class Context>
  auto format(const patterns::data_model::money<Amount>& object, Context& context) const {
    return std::ranges::copy(format_.write(object), context.out()).out;
  }

 private:
  patterns::data_model::detail::money_format format_;
};
