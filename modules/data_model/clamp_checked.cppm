/// @file
/// A12 · clamp_checked: a value held between two bounds, and bounds that cannot be the wrong way round.
export module patterns.data_model:clamp_checked;

import std;
import :exact_conversion;
import :repr;

export namespace patterns::data_model {

/// Thrown by clamp_checked for bounds between which there is nothing.
class clamp_error : public std::invalid_argument {
 public:
  using invalid_argument::invalid_argument;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

// Apart from the check, so that the check is all that is inlined.
template <class Bound, class OtherBound>
[[noreturn, gnu::cold, gnu::noinline]] void refuse_bounds(const Bound& low, const OtherBound& high) {
  if constexpr (has_repr<Bound> && has_repr<OtherBound>) {
    throw clamp_error(std::format("clamp_checked: no value lies from {} to {}", repr(low), repr(high)));
  } else {
    throw clamp_error("clamp_checked: the lower bound is above the upper one");
  }
}

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// `low` if `value` is less than it, `high` if `value` is greater than that, or else `value`.
///
/// Returns a value, so that no temporary is left behind a reference. A bound of another type must convert to `T`
/// without losing a fraction. A NaN comes back as it is: it is neither less than `low` nor greater than `high`.
///
/// Complexity: three comparisons. Exceptions: as T.
/// @throws clamp_error if `low` is greater than `high`, if one of them is a NaN, or if `T` cannot hold it
/// Source: row A12; std::clamp, whose behaviour is undefined for such bounds.
template <std::totally_ordered T, detail::converts_exactly_to<T> Low, detail::converts_exactly_to<T> High>
[[nodiscard]] constexpr T clamp_checked(T value, const Low& low, const High& high) {
  if (!detail::fits<T>(low) || !detail::fits<T>(high)) {
    detail::refuse_bounds(low, high);
  }
  T least = static_cast<T>(low);
  T most = static_cast<T>(high);
  // Not `most < least`: a NaN compares false either way.
  if (!(least <= most)) {
    detail::refuse_bounds(low, high);
  }
  if (value < least) {
    return least;
  }
  if (most < value) {
    return most;
  }
  return value;
}

}  // namespace patterns::data_model
