#pragma once

#include "costs.hpp"
#include "options.hpp"
#include "toolchain.hpp"

#include <filesystem>
#include <vector>

namespace evaluate {

/// Complains before hours of work and not behind them.
/// @throws input_error if costs are asked for and the filter leaves none, or the library is not there
void expect_costs(const options& chosen);

/// Measures what modules cost with each compiler, one command at a time. An interruption leaves what was measured until
/// then.
/// @param scratch a folder that is there
[[nodiscard]] cost_report measure_costs(const options& chosen, const std::vector<toolchain>& compilers,
                                        const std::filesystem::path& scratch);

}  // namespace evaluate
