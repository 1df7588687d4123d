module patterns.meta;

import std;

namespace patterns::meta::detail {

/// What a thread is building, and what it waits for. Read and written under the one lock of all constructions, which is
/// taken at most twice an object.
struct construction::builder {
  const construction* innermost = nullptr;
  const first_use* awaited = nullptr;
};

namespace {

struct construction_site {
  std::mutex mutex;
  std::condition_variable changed;
};

construction_site& site() {
  static immortal<construction_site> instance;
  return instance.get();
}

}  // namespace

construction::builder& construction::this_thread() noexcept {
  thread_local builder instance;
  return instance;
}

construction::construction(first_use& object) : object_(object), builder_(this_thread()), outer_(nullptr) {
  std::unique_lock lock(site().mutex);
  refuse_cycle();
  builder_.awaited = &object;
  site().changed.wait(lock, [&object] { return object.current_ == nullptr; });
  builder_.awaited = nullptr;
  outer_ = std::exchange(builder_.innermost, this);
  object.current_ = this;
}

construction::~construction() {
  const std::lock_guard lock(site().mutex);
  object_.current_ = nullptr;
  builder_.innermost = outer_;
  site().changed.notify_all();
}

/// Follows those who wait for one another, from the one who builds the object, until nobody waits or it is this thread.
void construction::refuse_cycle() const {
  std::string circle;
  for (const auto* object = &object_; object != nullptr && object->current_ != nullptr;) {
    const auto& thread_building = object->current_->builder_;
    // Innermost first: what is under construction from `object` on, each needed by the one before.
    std::string path;
    for (const auto* each = thread_building.innermost;; each = each->outer_) {
      path = std::format("{} -> {}", each->object_.type(), path);
      if (each == object->current_) {
        break;
      }
    }
    circle += path;
    if (&thread_building == &builder_) {
      throw construction_cycle_error(circle + std::string(object_.type()));
    }
    object = thread_building.awaited;
  }
}

}  // namespace patterns::meta::detail
