#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

// Hidden functions are what is tested here.
#pragma GCC diagnostic ignored "-Woverloaded-virtual"

namespace {

using patterns::typing::abstract;
using patterns::typing::abstract_marker;
using patterns::typing::concrete;
using patterns::typing::overrides;

struct food {};
struct bone : food {};

struct animal {
  virtual ~animal() = default;
  virtual std::string speak() const { return "..."; }
  virtual int walk(int steps) { return steps; }
  virtual const food& eat() const {
    static const food any;
    return any;
  }
  virtual void rest() noexcept {}
  virtual void rename(const std::string&) {}
  virtual void rename(int) {}
};

struct dog : animal {
  std::string speak() const override { return "woof"; }
  int walk(int steps) noexcept override { return 2 * steps; }
  const bone& eat() const override {
    static const bone one;
    return one;
  }
  void rename(const std::string&) override {}
  void rename(int) override {}
};

struct puppy : dog {};

// The mistakes that compile: each function hides the one of animal.
struct cat : animal {
  std::string speak() { return "meow"; }
  int walk(long steps) { return static_cast<int>(steps); }
  using animal::rename;
};

struct plain {
  int size() const { return 1; }
};
struct derived_plain : plain {
  int size() const { return 2; }
};

static_assert(overrides<dog, &animal::speak, &dog::speak>);
static_assert(overrides<dog, &animal::walk, &dog::walk>, "an override may add noexcept");
static_assert(overrides<dog, &animal::eat, &dog::eat>, "a covariant result");
static_assert(overrides<puppy, &animal::speak, &puppy::speak>, "the class between them overrides");
static_assert(!overrides<dog, &animal::rest, &dog::rest>, "inherited");
static_assert(!overrides<cat, &animal::speak, &cat::speak>, "const was forgotten");
static_assert(!overrides<cat, &animal::walk, &cat::walk>, "another parameter");
static_assert(!overrides<animal, &animal::speak, &animal::speak>);
static_assert(!overrides<animal, &dog::speak, &animal::speak>, "the wrong way round");
static_assert(!overrides<cat, &animal::speak, &dog::speak>, "a function of another class");
static_assert(!overrides<derived_plain, &plain::size, &derived_plain::size>, "not virtual");
static_assert(
    overrides<dog, static_cast<void (animal::*)(int)>(&animal::rename), static_cast<void (dog::*)(int)>(&dog::rename)>);
static_assert(!overrides<dog, static_cast<void (animal::*)(int)>(&animal::rename),
                         static_cast<void (dog::*)(const std::string&)>(&dog::rename)>);

struct same_signature : animal {
  virtual std::string talk() const { return ""; }
};
static_assert(!overrides<same_signature, &animal::speak, &same_signature::talk>, "another name");

struct shape {
  virtual ~shape() = default;
  virtual double area() const = 0;
};
struct square : shape {
  double area() const override { return 1; }
};
struct wrong_square : shape {
  virtual double area() { return 1; }
};
struct document : abstract_marker<document> {
  int pages = 0;
};
struct letter : document {};

static_assert(overrides<square, &shape::area, &square::area> &&
              !overrides<wrong_square, &shape::area, &wrong_square::area>);
static_assert(abstract<shape> && abstract<const shape> && !abstract<square> && abstract<wrong_square>);
static_assert(abstract<document> && concrete<letter> && concrete<square> && concrete<std::string>);
static_assert(!abstract<int> && !concrete<int>);
static_assert(sizeof(document) == sizeof(int));

TEST(A16_overrides, what_it_says_is_what_a_call_through_the_base_does) {
  const puppy rex;
  const cat tom;
  const animal& first = rex;
  const animal& second = tom;
  EXPECT_EQ(first.speak(), "woof");
  EXPECT_EQ(second.speak(), "...") << "cat::speak only hides it";
}

}  // namespace
