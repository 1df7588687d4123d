// The orders of Python 3.11: written by mro_table.py.
#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::bases;
using patterns::typing::linearizable;
using patterns::typing::mro;

template <class...>
struct order;

namespace alone {
struct A {
  using direct_bases = bases<>::of<A>;
};
using expected = order<A>;
static_assert(std::same_as<mro<A>::to<order>, expected>);
}  // namespace alone

namespace chain {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<B>::of<C>;
};
struct D {
  using direct_bases = bases<C>::of<D>;
};
struct E {
  using direct_bases = bases<D>::of<E>;
};
using expected = order<E, D, C, B, A>;
static_assert(std::same_as<mro<E>::to<order>, expected>);
}  // namespace chain

namespace two_roots {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<A, B>::of<C>;
};
using expected = order<C, A, B>;
static_assert(std::same_as<mro<C>::to<order>, expected>);
}  // namespace two_roots

namespace two_roots_the_other_way {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<B, A>::of<C>;
};
using expected = order<C, B, A>;
static_assert(std::same_as<mro<C>::to<order>, expected>);
}  // namespace two_roots_the_other_way

namespace diamond {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<B, C>::of<D>;
};
using expected = order<D, B, C, A>;
static_assert(std::same_as<mro<D>::to<order>, expected>);
}  // namespace diamond

namespace diamond_the_other_way {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<C, B>::of<D>;
};
using expected = order<D, C, B, A>;
static_assert(std::same_as<mro<D>::to<order>, expected>);
}  // namespace diamond_the_other_way

namespace diamond_and_its_root {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<B, C, A>::of<D>;
};
using expected = order<D, B, C, A>;
static_assert(std::same_as<mro<D>::to<order>, expected>);
}  // namespace diamond_and_its_root

namespace diamond_of_diamonds {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<B, C>::of<D>;
};
struct E {
  using direct_bases = bases<D>::of<E>;
};
struct F {
  using direct_bases = bases<D>::of<F>;
};
struct G {
  using direct_bases = bases<E, F>::of<G>;
};
using expected = order<G, E, F, D, B, C, A>;
static_assert(std::same_as<mro<G>::to<order>, expected>);
}  // namespace diamond_of_diamonds

namespace wide_diamond {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<A>::of<D>;
};
struct E {
  using direct_bases = bases<A>::of<E>;
};
struct F {
  using direct_bases = bases<B, C, D, E>::of<F>;
};
using expected = order<F, B, C, D, E, A>;
static_assert(std::same_as<mro<F>::to<order>, expected>);
}  // namespace wide_diamond

namespace uneven_diamond {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<B>::of<C>;
};
struct D {
  using direct_bases = bases<A>::of<D>;
};
struct E {
  using direct_bases = bases<C, D>::of<E>;
};
using expected = order<E, C, B, D, A>;
static_assert(std::same_as<mro<E>::to<order>, expected>);
}  // namespace uneven_diamond

namespace uneven_diamond_the_other_way {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<B>::of<C>;
};
struct D {
  using direct_bases = bases<A>::of<D>;
};
struct E {
  using direct_bases = bases<D, C>::of<E>;
};
using expected = order<E, D, C, B, A>;
static_assert(std::same_as<mro<E>::to<order>, expected>);
}  // namespace uneven_diamond_the_other_way

namespace two_diamonds_side_by_side {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<B, C>::of<D>;
};
struct X {
  using direct_bases = bases<>::of<X>;
};
struct Y {
  using direct_bases = bases<X>::of<Y>;
};
struct Z {
  using direct_bases = bases<X>::of<Z>;
};
struct W {
  using direct_bases = bases<Y, Z>::of<W>;
};
struct E {
  using direct_bases = bases<D, W>::of<E>;
};
using expected = order<E, D, B, C, A, W, Y, Z, X>;
static_assert(std::same_as<mro<E>::to<order>, expected>);
}  // namespace two_diamonds_side_by_side

namespace crossed {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct D {
  using direct_bases = bases<A, B>::of<D>;
};
struct E {
  using direct_bases = bases<B, C>::of<E>;
};
struct F {
  using direct_bases = bases<D, E>::of<F>;
};
using expected = order<F, D, A, E, B, C>;
static_assert(std::same_as<mro<F>::to<order>, expected>);
}  // namespace crossed

namespace python_2_3_first_example {
struct F {
  using direct_bases = bases<>::of<F>;
};
struct E {
  using direct_bases = bases<>::of<E>;
};
struct D {
  using direct_bases = bases<>::of<D>;
};
struct C {
  using direct_bases = bases<D, F>::of<C>;
};
struct B {
  using direct_bases = bases<D, E>::of<B>;
};
struct A {
  using direct_bases = bases<B, C>::of<A>;
};
using expected = order<A, B, C, D, E, F>;
static_assert(std::same_as<mro<A>::to<order>, expected>);
}  // namespace python_2_3_first_example

namespace python_2_3_second_example {
struct F {
  using direct_bases = bases<>::of<F>;
};
struct E {
  using direct_bases = bases<>::of<E>;
};
struct D {
  using direct_bases = bases<>::of<D>;
};
struct C {
  using direct_bases = bases<D, F>::of<C>;
};
struct B {
  using direct_bases = bases<E, D>::of<B>;
};
struct A {
  using direct_bases = bases<B, C>::of<A>;
};
using expected = order<A, B, E, C, D, F>;
static_assert(std::same_as<mro<A>::to<order>, expected>);
}  // namespace python_2_3_second_example

namespace wikipedia {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct D {
  using direct_bases = bases<>::of<D>;
};
struct E {
  using direct_bases = bases<>::of<E>;
};
struct K1 {
  using direct_bases = bases<C, A, B>::of<K1>;
};
struct K2 {
  using direct_bases = bases<B, D, E>::of<K2>;
};
struct K3 {
  using direct_bases = bases<A, D>::of<K3>;
};
struct Z {
  using direct_bases = bases<K1, K3, K2>::of<Z>;
};
using expected = order<Z, K1, C, K3, A, K2, B, D, E>;
static_assert(std::same_as<mro<Z>::to<order>, expected>);
}  // namespace wikipedia

namespace dylan_boats {
struct boat {
  using direct_bases = bases<>::of<boat>;
};
struct day_boat {
  using direct_bases = bases<boat>::of<day_boat>;
};
struct wheel_boat {
  using direct_bases = bases<boat>::of<wheel_boat>;
};
struct engine_less {
  using direct_bases = bases<day_boat>::of<engine_less>;
};
struct small_multihull {
  using direct_bases = bases<day_boat>::of<small_multihull>;
};
struct pedal_wheel_boat {
  using direct_bases = bases<engine_less, wheel_boat>::of<pedal_wheel_boat>;
};
struct small_catamaran {
  using direct_bases = bases<small_multihull>::of<small_catamaran>;
};
struct pedalo {
  using direct_bases = bases<pedal_wheel_boat, small_catamaran>::of<pedalo>;
};
using expected =
    order<pedalo, pedal_wheel_boat, engine_less, small_catamaran, small_multihull, day_boat, wheel_boat, boat>;
static_assert(std::same_as<mro<pedalo>::to<order>, expected>);
}  // namespace dylan_boats

namespace dylan_panes {
struct pane {
  using direct_bases = bases<>::of<pane>;
};
struct scrolling_mixin {
  using direct_bases = bases<>::of<scrolling_mixin>;
};
struct editing_mixin {
  using direct_bases = bases<>::of<editing_mixin>;
};
struct scrollable_pane {
  using direct_bases = bases<pane, scrolling_mixin>::of<scrollable_pane>;
};
struct editable_pane {
  using direct_bases = bases<pane, editing_mixin>::of<editable_pane>;
};
struct editable_scrollable_pane {
  using direct_bases = bases<scrollable_pane, editable_pane>::of<editable_scrollable_pane>;
};
using expected = order<editable_scrollable_pane, scrollable_pane, editable_pane, pane, scrolling_mixin, editing_mixin>;
static_assert(std::same_as<mro<editable_scrollable_pane>::to<order>, expected>);
}  // namespace dylan_panes

namespace mixins_before_the_base {
struct base {
  using direct_bases = bases<>::of<base>;
};
struct logging {
  using direct_bases = bases<base>::of<logging>;
};
struct locking {
  using direct_bases = bases<base>::of<locking>;
};
struct store {
  using direct_bases = bases<base>::of<store>;
};
struct safe_store {
  using direct_bases = bases<locking, logging, store>::of<safe_store>;
};
using expected = order<safe_store, locking, logging, store, base>;
static_assert(std::same_as<mro<safe_store>::to<order>, expected>);
}  // namespace mixins_before_the_base

namespace base_repeated_in_each_level {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<B, A>::of<C>;
};
struct D {
  using direct_bases = bases<C, B, A>::of<D>;
};
using expected = order<D, C, B, A>;
static_assert(std::same_as<mro<D>::to<order>, expected>);
}  // namespace base_repeated_in_each_level

namespace deep_and_shallow {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<B>::of<C>;
};
struct D {
  using direct_bases = bases<C>::of<D>;
};
struct E {
  using direct_bases = bases<A>::of<E>;
};
struct F {
  using direct_bases = bases<D, E>::of<F>;
};
using expected = order<F, D, C, B, E, A>;
static_assert(std::same_as<mro<F>::to<order>, expected>);
}  // namespace deep_and_shallow

namespace many_parents {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct D {
  using direct_bases = bases<>::of<D>;
};
struct E {
  using direct_bases = bases<>::of<E>;
};
struct F {
  using direct_bases = bases<>::of<F>;
};
struct G {
  using direct_bases = bases<A, B, C, D, E, F>::of<G>;
};
using expected = order<G, A, B, C, D, E, F>;
static_assert(std::same_as<mro<G>::to<order>, expected>);
}  // namespace many_parents

namespace lattice {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct AB {
  using direct_bases = bases<A, B>::of<AB>;
};
struct BC {
  using direct_bases = bases<B, C>::of<BC>;
};
struct AC {
  using direct_bases = bases<A, C>::of<AC>;
};
struct all {
  using direct_bases = bases<AB, AC, BC>::of<all>;
};
using expected = order<all, AB, AC, A, BC, B, C>;
static_assert(std::same_as<mro<all>::to<order>, expected>);
}  // namespace lattice

namespace lattice_consistent_by_the_last {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<B>::of<D>;
};
struct E {
  using direct_bases = bases<C>::of<E>;
};
struct F {
  using direct_bases = bases<B, C>::of<F>;
};
struct G {
  using direct_bases = bases<D, E, F>::of<G>;
};
using expected = order<G, D, E, F, B, C, A>;
static_assert(std::same_as<mro<G>::to<order>, expected>);
}  // namespace lattice_consistent_by_the_last

namespace io {
struct io_base {
  using direct_bases = bases<>::of<io_base>;
};
struct raw_base {
  using direct_bases = bases<io_base>::of<raw_base>;
};
struct buffered_base {
  using direct_bases = bases<io_base>::of<buffered_base>;
};
struct file {
  using direct_bases = bases<raw_base>::of<file>;
};
struct reader {
  using direct_bases = bases<buffered_base>::of<reader>;
};
struct writer {
  using direct_bases = bases<buffered_base>::of<writer>;
};
struct random {
  using direct_bases = bases<reader, writer>::of<random>;
};
struct file_random {
  using direct_bases = bases<file, random>::of<file_random>;
};
using expected = order<file_random, file, raw_base, random, reader, writer, buffered_base, io_base>;
static_assert(std::same_as<mro<file_random>::to<order>, expected>);
}  // namespace io

namespace inconsistent_base_before_derived {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A, B>::of<C>;
};
static_assert(!linearizable<C>);
}  // namespace inconsistent_base_before_derived

namespace inconsistent_orders {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct X {
  using direct_bases = bases<A, B>::of<X>;
};
struct Y {
  using direct_bases = bases<B, A>::of<Y>;
};
struct Z {
  using direct_bases = bases<X, Y>::of<Z>;
};
static_assert(!linearizable<Z>);
}  // namespace inconsistent_orders

namespace inconsistent_far_apart {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct X {
  using direct_bases = bases<A, C, B>::of<X>;
};
struct Y {
  using direct_bases = bases<B>::of<Y>;
};
struct W {
  using direct_bases = bases<X>::of<W>;
};
struct V {
  using direct_bases = bases<B, A>::of<V>;
};
struct Z {
  using direct_bases = bases<W, Y, V>::of<Z>;
};
static_assert(!linearizable<Z>);
}  // namespace inconsistent_far_apart

namespace inconsistent_in_a_circle {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct X {
  using direct_bases = bases<A, B>::of<X>;
};
struct Y {
  using direct_bases = bases<B, C>::of<Y>;
};
struct Z {
  using direct_bases = bases<C, A>::of<Z>;
};
struct W {
  using direct_bases = bases<X, Y, Z>::of<W>;
};
static_assert(!linearizable<W>);
}  // namespace inconsistent_in_a_circle

namespace inconsistent_diamond_and_its_root {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<A>::of<C>;
};
struct D {
  using direct_bases = bases<A, B, C>::of<D>;
};
static_assert(!linearizable<D>);
}  // namespace inconsistent_diamond_and_its_root

namespace inconsistent_grandparent_first {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct C {
  using direct_bases = bases<B>::of<C>;
};
struct D {
  using direct_bases = bases<A, C>::of<D>;
};
static_assert(!linearizable<D>);
}  // namespace inconsistent_grandparent_first

namespace inconsistent_python_2_3_first_example_order {
struct O {
  using direct_bases = bases<>::of<O>;
};
struct A {
  using direct_bases = bases<O>::of<A>;
};
struct B {
  using direct_bases = bases<O>::of<B>;
};
struct C {
  using direct_bases = bases<A, B>::of<C>;
};
struct D {
  using direct_bases = bases<B, A>::of<D>;
};
struct E {
  using direct_bases = bases<D, C>::of<E>;
};
static_assert(!linearizable<E>);
}  // namespace inconsistent_python_2_3_first_example_order

namespace inconsistent_lattice {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<>::of<B>;
};
struct C {
  using direct_bases = bases<>::of<C>;
};
struct AB {
  using direct_bases = bases<A, B>::of<AB>;
};
struct BC {
  using direct_bases = bases<B, C>::of<BC>;
};
struct CA {
  using direct_bases = bases<C, A>::of<CA>;
};
struct all {
  using direct_bases = bases<AB, BC, CA>::of<all>;
};
static_assert(!linearizable<all>);
}  // namespace inconsistent_lattice

namespace inconsistent_base_derived_from_it {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A>::of<B>;
};
struct Z {
  using direct_bases = bases<A, B>::of<Z>;
};
static_assert(!linearizable<Z>);
}  // namespace inconsistent_base_derived_from_it

namespace refused_twice_the_same {
struct A {
  using direct_bases = bases<>::of<A>;
};
struct B {
  using direct_bases = bases<A, A>::of<B>;
};
static_assert(!linearizable<B>);
}  // namespace refused_twice_the_same

using strings = std::vector<std::string>;

template <class T>
strings names_of() {
  strings names;
  for (const std::string_view name : mro<T>::names) {
    names.emplace_back(name.substr(name.rfind(':') + 1));
  }
  return names;
}

TEST(A17_mro, is_the_order_of_python) {
  EXPECT_EQ(names_of<alone::A>(), (strings{"A"}));
  EXPECT_EQ(names_of<chain::E>(), (strings{"E", "D", "C", "B", "A"}));
  EXPECT_EQ(names_of<two_roots::C>(), (strings{"C", "A", "B"}));
  EXPECT_EQ(names_of<two_roots_the_other_way::C>(), (strings{"C", "B", "A"}));
  EXPECT_EQ(names_of<diamond::D>(), (strings{"D", "B", "C", "A"}));
  EXPECT_EQ(names_of<diamond_the_other_way::D>(), (strings{"D", "C", "B", "A"}));
  EXPECT_EQ(names_of<diamond_and_its_root::D>(), (strings{"D", "B", "C", "A"}));
  EXPECT_EQ(names_of<diamond_of_diamonds::G>(), (strings{"G", "E", "F", "D", "B", "C", "A"}));
  EXPECT_EQ(names_of<wide_diamond::F>(), (strings{"F", "B", "C", "D", "E", "A"}));
  EXPECT_EQ(names_of<uneven_diamond::E>(), (strings{"E", "C", "B", "D", "A"}));
  EXPECT_EQ(names_of<uneven_diamond_the_other_way::E>(), (strings{"E", "D", "C", "B", "A"}));
  EXPECT_EQ(names_of<two_diamonds_side_by_side::E>(), (strings{"E", "D", "B", "C", "A", "W", "Y", "Z", "X"}));
  EXPECT_EQ(names_of<crossed::F>(), (strings{"F", "D", "A", "E", "B", "C"}));
  EXPECT_EQ(names_of<python_2_3_first_example::A>(), (strings{"A", "B", "C", "D", "E", "F"}));
  EXPECT_EQ(names_of<python_2_3_second_example::A>(), (strings{"A", "B", "E", "C", "D", "F"}));
  EXPECT_EQ(names_of<wikipedia::Z>(), (strings{"Z", "K1", "C", "K3", "A", "K2", "B", "D", "E"}));
  EXPECT_EQ(names_of<dylan_boats::pedalo>(), (strings{"pedalo", "pedal_wheel_boat", "engine_less", "small_catamaran",
                                                      "small_multihull", "day_boat", "wheel_boat", "boat"}));
  EXPECT_EQ(names_of<dylan_panes::editable_scrollable_pane>(),
            (strings{"editable_scrollable_pane", "scrollable_pane", "editable_pane", "pane", "scrolling_mixin",
                     "editing_mixin"}));
  EXPECT_EQ(names_of<mixins_before_the_base::safe_store>(),
            (strings{"safe_store", "locking", "logging", "store", "base"}));
  EXPECT_EQ(names_of<base_repeated_in_each_level::D>(), (strings{"D", "C", "B", "A"}));
  EXPECT_EQ(names_of<deep_and_shallow::F>(), (strings{"F", "D", "C", "B", "E", "A"}));
  EXPECT_EQ(names_of<many_parents::G>(), (strings{"G", "A", "B", "C", "D", "E", "F"}));
  EXPECT_EQ(names_of<lattice::all>(), (strings{"all", "AB", "AC", "A", "BC", "B", "C"}));
  EXPECT_EQ(names_of<lattice_consistent_by_the_last::G>(), (strings{"G", "D", "E", "F", "B", "C", "A"}));
  EXPECT_EQ(names_of<io::file_random>(),
            (strings{"file_random", "file", "raw_base", "random", "reader", "writer", "buffered_base", "io_base"}));
  EXPECT_FALSE(linearizable<inconsistent_base_before_derived::C>);
  EXPECT_FALSE(linearizable<inconsistent_orders::Z>);
  EXPECT_FALSE(linearizable<inconsistent_far_apart::Z>);
  EXPECT_FALSE(linearizable<inconsistent_in_a_circle::W>);
  EXPECT_FALSE(linearizable<inconsistent_diamond_and_its_root::D>);
  EXPECT_FALSE(linearizable<inconsistent_grandparent_first::D>);
  EXPECT_FALSE(linearizable<inconsistent_python_2_3_first_example_order::E>);
  EXPECT_FALSE(linearizable<inconsistent_lattice::all>);
  EXPECT_FALSE(linearizable<inconsistent_base_derived_from_it::Z>);
  EXPECT_FALSE(linearizable<refused_twice_the_same::B>);
}

}  // namespace
