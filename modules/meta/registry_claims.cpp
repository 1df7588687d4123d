module patterns.meta;

import std;

namespace patterns::meta::detail {

namespace {

thread_local const factory_call* innermost_call = nullptr;

/// LLVM's unwinder asks the loader for a symbol at the first throw of a program. If that were the throw of a factory
/// whose library is being unloaded, it would wait for the unloading, which waits for the factory.
void throw_for_the_first_time() noexcept {
  try {
    throw 0;
  } catch (int) {
  }
}

}  // namespace

claim_book::claim_book() {
  [[maybe_unused]] static const bool done = (throw_for_the_first_time(), true);
}

bool claim_book::is_taken(const claims& key) noexcept {
  return !key.list_.empty();
}

std::string claim_book::types_of(const claims& key) {
  std::string types;
  for (const auto& each : key.list_) {
    types += (types.empty() ? "" : " and ") + each.type + (each.remover == nullptr ? "" : " (being removed)");
  }
  return types;
}

void claim_book::add(claims& key, std::string type, std::unique_ptr<const maker_base> maker) {
  key.list_.push_back({.type = std::move(type), .maker = std::move(maker)});
  publish(key);
}

bool claim_book::remove(claims& key, const maker_base* maker) {
  std::list<claim> removed;
  auto locked = lock();
  const void* const remover = factory_call::is_running(*this) ? static_cast<const void*>(this) : &removed;
  bool found = false;
  for (auto& each : key.list_) {
    if (each.remover == nullptr && (maker == nullptr || each.maker.get() == maker)) {
      each.remover = remover;
      found = true;
    }
  }
  if (!found) {
    return false;
  }
  publish(key);
  const auto unused = [&key] { return key.users_.load() == 0; };
  if (remover != this) {
    changed_.wait(locked, unused);
  }
  if (unused()) {
    removed = take_out(key, remover);
  }
  return true;
}

void claim_book::left(claims& key) {
  std::list<claim> removed;
  const auto locked = lock();
  if (key.users_.load() == 0) {
    removed = take_out(key, this);
  }
  changed_.notify_all();
}

std::list<claim> claim_book::take_out(claims& key, const void* remover) noexcept {
  std::list<claim> taken;
  for (auto each = key.list_.begin(); each != key.list_.end();) {
    const auto next = std::next(each);
    if (each->remover == remover) {
      taken.splice(taken.end(), key.list_, each);
    }
    each = next;
  }
  publish(key);
  return taken;
}

// While somebody is being removed nothing is published, so that the users of what goes are not joined by new ones.
void claim_book::publish(claims& key) noexcept {
  const bool settled = std::ranges::all_of(key.list_, [](const claim& each) { return each.remover == nullptr; });
  const maker_base* next = nullptr;
  if (settled && !key.list_.empty()) {
    next = key.list_.size() == 1 ? key.list_.front().maker.get() : ambiguous();
  }
  const auto* const before = key.published_.exchange(next);
  count_.fetch_add(static_cast<std::size_t>(next != nullptr) - static_cast<std::size_t>(before != nullptr),
                   std::memory_order_relaxed);
}

factory_call::factory_call(const claim_book& book) noexcept : book_(book), outer_(innermost_call) {
  innermost_call = this;
}

factory_call::~factory_call() {
  innermost_call = outer_;
}

bool factory_call::is_running(const claim_book& book) noexcept {
  for (const auto* call = innermost_call; call != nullptr; call = call->outer_) {
    if (&call->book_ == &book) {
      return true;
    }
  }
  return false;
}

}  // namespace patterns::meta::detail
