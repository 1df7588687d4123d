#!/usr/bin/env python3
"""Slices and the positions that this very Python finds for them, as tests: slice_table_test.cpp.

Usage: slice_table.py [--write]. Without --write, says whether the file is what it would write.
"""

import pathlib
import re
import sys

TABLE = pathlib.Path(__file__).with_name("slice_table_test.cpp")

GREATEST = 2**63 - 1
LEAST = -(2**63)
EDGES = [None, 0, 1, -1, 2, -2, 3, 5, -5, 6, -6, 7, -7, 100, -100, GREATEST, GREATEST - 1, LEAST, LEAST + 1]
STEPS = [None, 1, -1, 2, -2, 3, -3, 7, -7, GREATEST, LEAST]
SIZES = [0, 1, 2, 3, 5, 6, 7, 100, GREATEST - 1, GREATEST]
HOW_MANY = 240

HEAD = """// Slices of Python {version}: written by slice_table.py.
#include "googletest.hpp"

import googletest;
import std;
import patterns.data_model;

namespace {{

using patterns::data_model::positions_of;
using patterns::data_model::slice;

constexpr auto none = std::nullopt;
constexpr auto least = std::numeric_limits<std::ptrdiff_t>::min();
constexpr auto greatest = std::numeric_limits<std::ptrdiff_t>::max();

struct found_by_python {{
  slice which;
  std::size_t size;
  std::size_t count;
  std::size_t first;  // 0 if there is none
  std::size_t last;
}};

constexpr found_by_python table[] = {{
"""

TAIL = """};

std::string text_of(const std::optional<std::ptrdiff_t>& bound) {
  return bound ? std::to_string(*bound) : "";
}

TEST(D8_slice, means_the_positions_that_python_finds) {
  for (const auto& [which, size, count, first, last] : table) {
    const auto name = std::format("[{}:{}:{}] of {} elements", text_of(which.start), text_of(which.stop),
                                  text_of(which.step), size);
    const auto positions = positions_of(which, size);
    ASSERT_EQ(positions.count, count) << name;
    if (count != 0) {
      EXPECT_EQ(positions[0], first) << name;
      EXPECT_EQ(positions[count - 1], last) << name;
    }
  }
}

}  // namespace
"""


def numbers():
    """The same everywhere and in every version, which Python does not promise of its own."""
    state = 2024
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield state >> 33


def slices():
    random = numbers()

    def any_of(choices):
        return choices[next(random) % len(choices)]

    for _ in range(HOW_MANY):
        yield any_of(EDGES), any_of(EDGES), any_of(STEPS), any_of(SIZES)


def spelled(number):
    for edge, name in ((GREATEST, "greatest"), (LEAST, "least")):
        if number is not None and number != edge and abs(number - edge) == 1:
            return f"{name} {'-' if number < edge else '+'} 1"
        if number == edge:
            return name
    return "none" if number is None else str(number)


def row(start, stop, step, size):
    positions = range(*slice(start, stop, step).indices(size))
    first, last = (positions[0], positions[-1]) if positions else (0, 0)
    bounds = ", ".join(map(spelled, (start, stop, step)))
    return f"{{{{{bounds}}}, {', '.join(map(spelled, (size, len(positions), first, last)))}}},\n"


def table():
    version = ".".join(map(str, sys.version_info[:2]))
    return HEAD.format(version=version) + "".join(row(*each) for each in slices()) + TAIL


def without_layout(text):
    """Formatting and the version of Python have no part in the comparison."""
    return re.sub(r"\s+", "", re.sub(r"Python [\d.]+", "Python", text))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table())
    elif without_layout(TABLE.read_text()) != without_layout(table()):
        sys.exit(f"{TABLE.name} is not what this Python gives; run {pathlib.Path(__file__).name} --write, and format it")
