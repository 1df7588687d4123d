#pragma once

#include "page_data.hpp"

namespace evaluate {

/// What modules cost, a table for each kind of measurement: a column for each compiler, with bars that compare them.
/// @return nothing if the report has no costs
/// @throws nlohmann::json::exception if they are not as json_of() writes them
[[nodiscard]] std::string costs_of(const page_data& data);

}  // namespace evaluate
