#!/usr/bin/env python3
"""Hierarchies in the order that this very Python gives them, as tests: mro_table_test.cpp.

Usage: mro_table.py [--write]. Without --write, says whether the file is what it would write.
"""

import pathlib
import re
import sys

TABLE = pathlib.Path(__file__).with_name("mro_table_test.cpp")

# Name, and classes with their bases; the last class is the one that is asked for its order. A hierarchy that Python
# refuses is kept up to the class that it refuses.
HIERARCHIES = [
    ("alone", "A"),
    ("chain", "A; B A; C B; D C; E D"),
    ("two_roots", "A; B; C A B"),
    ("two_roots_the_other_way", "A; B; C B A"),
    ("diamond", "A; B A; C A; D B C"),
    ("diamond_the_other_way", "A; B A; C A; D C B"),
    ("diamond_and_its_root", "A; B A; C A; D B C A"),
    ("diamond_of_diamonds", "A; B A; C A; D B C; E D; F D; G E F"),
    ("wide_diamond", "A; B A; C A; D A; E A; F B C D E"),
    ("uneven_diamond", "A; B A; C B; D A; E C D"),
    ("uneven_diamond_the_other_way", "A; B A; C B; D A; E D C"),
    ("two_diamonds_side_by_side", "A; B A; C A; D B C; X; Y X; Z X; W Y Z; E D W"),
    ("crossed", "A; B; C; D A B; E B C; F D E"),
    ("python_2_3_first_example", "F; E; D; C D F; B D E; A B C"),
    ("python_2_3_second_example", "F; E; D; C D F; B E D; A B C"),
    ("wikipedia", "A; B; C; D; E; K1 C A B; K2 B D E; K3 A D; Z K1 K3 K2"),
    ("dylan_boats", "boat; day_boat boat; wheel_boat boat; engine_less day_boat; small_multihull day_boat; "
                    "pedal_wheel_boat engine_less wheel_boat; small_catamaran small_multihull; "
                    "pedalo pedal_wheel_boat small_catamaran"),
    ("dylan_panes", "pane; scrolling_mixin; editing_mixin; scrollable_pane pane scrolling_mixin; "
                    "editable_pane pane editing_mixin; editable_scrollable_pane scrollable_pane editable_pane"),
    ("mixins_before_the_base", "base; logging base; locking base; store base; safe_store locking logging store"),
    ("base_repeated_in_each_level", "A; B A; C B A; D C B A"),
    ("deep_and_shallow", "A; B A; C B; D C; E A; F D E"),
    ("many_parents", "A; B; C; D; E; F; G A B C D E F"),
    ("lattice", "A; B; C; AB A B; BC B C; AC A C; all AB AC BC"),
    ("lattice_consistent_by_the_last", "A; B A; C A; D B; E C; F B C; G D E F"),
    ("io", "io_base; raw_base io_base; buffered_base io_base; file raw_base; reader buffered_base; "
           "writer buffered_base; random reader writer; file_random file random"),
    ("inconsistent_base_before_derived", "A; B A; C A B"),
    ("inconsistent_orders", "A; B; X A B; Y B A; Z X Y"),
    ("inconsistent_far_apart", "A; B; C; X A C B; Y B; W X; V B A; Z W Y V"),
    ("inconsistent_in_a_circle", "A; B; C; X A B; Y B C; Z C A; W X Y Z"),
    ("inconsistent_diamond_and_its_root", "A; B A; C A; D A B C"),
    ("inconsistent_grandparent_first", "A; B A; C B; D A C"),
    ("inconsistent_python_2_3_first_example_order", "O; A O; B O; C A B; D B A; E D C"),
    ("inconsistent_lattice", "A; B; C; AB A B; BC B C; CA C A; all AB BC CA"),
    ("inconsistent_base_derived_from_it", "A; B A; Z A B"),
    ("refused_twice_the_same", "A; B A A"),
]

HEAD = """// The orders of Python {version}: written by mro_table.py.
#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {{

using patterns::typing::bases;
using patterns::typing::linearizable;
using patterns::typing::mro;

template <class...>
struct order;

"""

TAIL = """}  // namespace
"""


def classes_of(text):
    for declaration in text.split(";"):
        name, *parents = declaration.split()
        yield name, parents


def order_in_python(text):
    """The order of the last class without `object`; None if Python refuses it. Any other class must be accepted."""
    made = {}
    *before, last = list(classes_of(text))
    for name, parents in before:
        made[name] = type(name, tuple(made[parent] for parent in parents), {})
    name, parents = last
    try:
        whole = type(name, tuple(made[parent] for parent in parents), {})
    except TypeError:
        return None
    return [cls.__name__ for cls in whole.__mro__ if cls is not object]


def case(name, text):
    lines = [f"namespace {name} {{"]
    for cls, parents in classes_of(text):
        lines += [f"struct {cls} {{", f"  using direct_bases = bases<{', '.join(parents)}>::of<{cls}>;", "};"]
    asked = cls
    order = order_in_python(text)
    if order is None:
        lines.append(f"static_assert(!linearizable<{asked}>);")
    else:
        lines.append(f"using expected = order<{', '.join(order)}>;")
        lines.append(f"static_assert(std::same_as<mro<{asked}>::to<order>, expected>);")
    return "\n".join(lines + [f"}}  // namespace {name}", "", ""])


def test(name, text):
    order = order_in_python(text)
    asked = list(classes_of(text))[-1][0]
    if order is None:
        return f"  EXPECT_FALSE(linearizable<{name}::{asked}>);\n"
    names = ", ".join(f'"{cls}"' for cls in order)
    return f"  EXPECT_EQ(names_of<{name}::{asked}>(), (strings{{{names}}}));\n"


NAMES = """using strings = std::vector<std::string>;

template <class T>
strings names_of() {
  strings names;
  for (const std::string_view name : mro<T>::names) {
    names.emplace_back(name.substr(name.rfind(':') + 1));
  }
  return names;
}

TEST(A17_mro, is_the_order_of_python) {
"""


def table():
    version = ".".join(map(str, sys.version_info[:2]))
    cases = "".join(case(*hierarchy) for hierarchy in HIERARCHIES)
    tests = "".join(test(*hierarchy) for hierarchy in HIERARCHIES)
    return HEAD.format(version=version) + cases + NAMES + tests + "}\n\n" + TAIL


def without_layout(text):
    """Formatting and the version of Python have no part in the comparison."""
    return re.sub(r"\s+", "", re.sub(r"Python [\d.]+", "Python", text))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(table())
    elif without_layout(TABLE.read_text()) != without_layout(table()):
        sys.exit(f"{TABLE.name} is not what this Python gives; run {pathlib.Path(__file__).name} --write, and format it")
