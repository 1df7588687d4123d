module patterns.meta;

import std;

namespace patterns::meta::detail {

namespace {

/// How many factories, of whichever registries, this thread is in.
thread_local std::size_t calls = 0;

/// How many calls of claim_book::destroy_claims_of this thread is in.
thread_local std::size_t destructions = 0;

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

std::uint64_t claim_book::add(claims& key, std::string type, std::unique_ptr<const maker_base> maker) {
  key.list_.push_back({.type = std::move(type), .maker = std::move(maker), .id = last_id_ + 1});
  publish(key);
  return ++last_id_;
}

bool claim_book::remove(claims& key, std::uint64_t id) {
  // Its address stands for this call: a factory leaves what it takes back to the last who uses it.
  bool found = false;
  const bool waits = !factory_call::is_running();
  const void* const remover = waits ? static_cast<const void*>(&found) : this;
  const auto meant = [id](const claim& each) { return id == every_claim || each.id == id; };
  const auto unused = [&key] { return key.users_.load() == 0; };
  auto locked = lock();
  for (auto& each : key.list_) {
    if (each.remover == nullptr && meant(each)) {
      each.remover = remover;
      found = true;
    }
  }
  if (found) {
    publish(key);
    if (waits) {
      changed_.wait(locked, unused);
    }
    if (unused()) {
      destroy_claims_of(remover, key, locked);
    }
  }
  if (waits) {
    // Somebody else may be taking back what is meant. Two destructors that waited for each other would wait for ever.
    const bool waits_for_destructors = destructions == 0;
    changed_.wait(locked, [&] {
      return (key.dying_ == 0 || !waits_for_destructors) &&
             std::ranges::none_of(key.list_,
                                  [&meant](const claim& each) { return each.remover != nullptr && meant(each); });
    });
  }
  return found;
}

void claim_book::left(claims& key) {
  auto locked = lock();
  if (key.users_.load() == 0) {
    destroy_claims_of(this, key, locked);
  }
  changed_.notify_all();
}

// Without the lock: the destructor of a factory may use the registry.
void claim_book::destroy_claims_of(const void* remover, claims& key, std::unique_lock<std::mutex>& locked) noexcept {
  auto taken = take_out(key, remover);
  if (taken.empty()) {
    return;
  }
  ++key.dying_;
  ++destructions;
  locked.unlock();
  taken.clear();
  locked.lock();
  --destructions;
  --key.dying_;
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

factory_call::factory_call() noexcept {
  ++calls;
}

factory_call::~factory_call() {
  --calls;
}

bool factory_call::is_running() noexcept {
  return calls > 0;
}

}  // namespace patterns::meta::detail
