#include "../../allocation_count.hpp"

#include <dlfcn.h>
#include "googletest.hpp"

import googletest;
import std;
import patterns.meta;
import registry_plugins.module_plugin;
import registry_plugins.shape;

namespace {

using patterns::meta::registry_error;
using patterns::meta::registry_fault;
using patterns_test::allocations;
using registry_plugins::shape;

auto& shapes() {
  return shape::registry_type::global();
}

void nothing() {}

/// A shared library, for as long as this lives.
class loaded_plugin {
 public:
  loaded_plugin() : handle_(dlopen(LOADED_PLUGIN, RTLD_NOW | RTLD_LOCAL)) {
    if (handle_ == nullptr) {
      throw std::runtime_error(dlerror());
    }
  }
  loaded_plugin(const loaded_plugin&) = delete;
  loaded_plugin& operator=(const loaded_plugin&) = delete;
  ~loaded_plugin() { dlclose(handle_); }

  [[nodiscard]] static bool is_mapped() {
    void* const handle = dlopen(LOADED_PLUGIN, RTLD_NOW | RTLD_NOLOAD);
    if (handle != nullptr) {
      dlclose(handle);
    }
    return handle != nullptr;
  }

 private:
  void* handle_;
};

struct pentagon final : shape {
  using shape::shape;
  [[nodiscard]] std::string name() const override { return "pentagon"; }
};

using strings = std::vector<std::string>;

const strings linked = {"in module", "in object", "in whole"};

TEST(A30_registry_plugins, are_kept_from_a_static_library_by_an_import_or_when_it_is_linked_whole) {
  EXPECT_EQ(shapes().keys(), linked) << "an archive's source that nobody refers to is dropped, as documented";
  for (const auto& key : linked) {
    EXPECT_EQ(shapes().create(key, nothing)->name(), key);
  }
}

TEST(A30_registry_plugins, come_with_a_shared_library_and_go_with_it) {
  const shape::registry_type::entry* hexagon = nullptr;
  for (int round = 0; round < 2; ++round) {
    {
      const loaded_plugin plugin;
      EXPECT_EQ(shapes().keys(), (strings{"in module", "in object", "in whole", "loaded hexagon"}));
      const auto* const found = shapes().find("loaded hexagon");
      ASSERT_NE(found, nullptr);
      EXPECT_EQ(found->create(nothing)->name(), "loaded hexagon");
      EXPECT_TRUE(hexagon == nullptr || hexagon == found);
      hexagon = found;
    }
    ASSERT_FALSE(loaded_plugin::is_mapped()) << "this test needs the code to be gone";
    EXPECT_EQ(shapes().keys(), linked);
    EXPECT_FALSE(shapes().contains("loaded hexagon"));
    EXPECT_FALSE(hexagon->available());
    EXPECT_EQ(hexagon->key(), "loaded hexagon") << "a reader's entry outlives the library";
    EXPECT_THROW((void)hexagon->create(nothing), registry_error);
  }
}

TEST(A30_registry_plugins, make_a_key_ambiguous_for_as_long_as_they_are_loaded) {
  {
    const loaded_plugin plugin;
    EXPECT_THROW(shapes().check(), registry_error);
    try {
      (void)shapes().create("in whole", nothing);
      FAIL() << "no exception";
    } catch (const registry_error& error) {
      const std::string_view told = error.what();
      EXPECT_EQ(error.fault(), registry_fault::duplicate_key);
      EXPECT_NE(told.find("in_whole and loaded::rival"), told.npos) << told;
    }
  }
  EXPECT_NO_THROW(shapes().check());
  EXPECT_EQ(shapes().create("in whole", nothing)->name(), "in whole");
}

TEST(A30_registry_plugins, are_unloaded_only_when_those_who_create_are_done) {
  auto plugin = std::make_optional<loaded_plugin>();
  std::latch inside(1);
  std::latch leave(1);
  std::atomic<bool> unloaded = false;
  std::thread creator([&] {
    const shape::observer slow = [&] {
      inside.count_down();
      leave.wait();
      throw std::runtime_error("changed my mind");  // a shape would have to be gone before its code is
    };
    EXPECT_THROW((void)shapes().create("loaded hexagon", slow), std::runtime_error);
  });
  inside.wait();
  std::thread unloader([&] {
    plugin.reset();
    unloaded = true;
  });
  while (shapes().contains("loaded hexagon")) {
    std::this_thread::yield();
  }
  EXPECT_FALSE(unloaded);
  EXPECT_THROW((void)shapes().create("loaded hexagon", nothing), registry_error);
  leave.count_down();
  creator.join();
  unloader.join();
  EXPECT_FALSE(loaded_plugin::is_mapped());
}

TEST(A30_registry_plugins, are_unloaded_only_when_those_who_erase_them_are_done) {
  auto plugin = std::make_optional<loaded_plugin>();
  std::latch inside(1);
  std::latch leave(1);
  std::thread creator([&] {
    const shape::observer slow = [&] {
      inside.count_down();
      leave.wait();
      throw std::runtime_error("changed my mind");
    };
    EXPECT_THROW((void)shapes().create("loaded hexagon", slow), std::runtime_error);
  });
  inside.wait();
  std::thread eraser([&] { EXPECT_TRUE(shapes().erase("loaded hexagon")); });
  while (shapes().contains("loaded hexagon")) {
    std::this_thread::yield();
  }
  std::atomic<bool> unloaded = false;
  std::thread unloader([&] {
    plugin.reset();
    unloaded = true;
  });
  for (int i = 0; i < 2000 && !unloaded; ++i) {
    std::this_thread::yield();
  }
  // Not an expectation: the factory would go on in code that is gone.
  if (unloaded) {
    std::cerr << "the library is unloaded while somebody is in its factory\n";
    std::abort();
  }
  leave.count_down();
  creator.join();
  eraser.join();
  unloader.join();
  EXPECT_FALSE(loaded_plugin::is_mapped());
}

TEST(A30_registry_plugins, take_nothing_back_but_their_own) {
  {
    const loaded_plugin plugin;
    ASSERT_TRUE(shapes().erase("loaded hexagon"));
    shapes().add<pentagon>("loaded hexagon");  // whose factory may well lie where the other's did
  }
  ASSERT_TRUE(shapes().contains("loaded hexagon"));
  EXPECT_EQ(shapes().create("loaded hexagon", nothing)->name(), "pentagon");
  EXPECT_TRUE(shapes().erase("loaded hexagon"));
}

TEST(A30_registry_plugins, can_be_loaded_and_unloaded_while_others_look_them_up) {
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&] {
      while (!done) {
        if (const auto* const found = shapes().find("loaded hexagon")) {
          EXPECT_EQ(found->key(), "loaded hexagon");
        }
        EXPECT_GE(shapes().keys().size(), 2U);
        EXPECT_THROW((void)shapes().create("loaded hexagon", [] { throw registry_error({}, "changed my mind"); }),
                     registry_error);
      }
    });
  }
  for (int round = 0; round < 20; ++round) {
    const loaded_plugin plugin;
    EXPECT_TRUE(shapes().contains("loaded hexagon"));
  }
  done = true;
  for (auto& reader : readers) {
    reader.join();
  }
}

TEST(A30_registry_plugins, are_looked_up_by_text_without_an_allocation) {
  patterns::meta::registry<std::string> texts;
  const std::string key = "a key that is longer than any string keeps in place";
  texts.add<std::string>(key);
  const auto before = allocations;
  const bool known = texts.contains(std::string_view(key)) && texts.contains(key.c_str()) &&
                     texts.find("a key that is longer than any string keeps in place")->available();
  const bool unknown = texts.contains("another key that is longer than any string keeps in place");
  EXPECT_EQ(allocations, before);
  EXPECT_TRUE(known);
  EXPECT_FALSE(unknown);
  (void)texts.create(key);
#ifndef OPERATOR_NEW_IS_TAKEN
  EXPECT_EQ(allocations, before + 1) << "what is made, and nothing else";
#endif
}

}  // namespace
