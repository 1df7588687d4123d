module;

#if __has_include(<cxxabi.h>)
#include <cxxabi.h>
#endif

module patterns.typing;

import std;

namespace patterns::typing::detail {

namespace {

constexpr std::size_t least_capacity = 16;

std::string readable_name(const std::type_info& type) {
#if __has_include(<cxxabi.h>)
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                         &std::free);
  if (text != nullptr) {
    return text.get();
  }
#endif
  return type.name();
}

std::size_t hash_of(const arguments& given, std::size_t count) noexcept {
  return count == 1 ? hash_of<1>(given) : count == 2 ? hash_of<2>(given) : hash_of<3>(given);
}

void copy(const slot& from, slot& to) noexcept {
  for (std::size_t i = 0; i < most_dynamic_arguments; ++i) {
    to.types[i].store(from.types[i].load(std::memory_order_relaxed), std::memory_order_release);
    to.offsets[i].store(from.offsets[i].load(std::memory_order_relaxed), std::memory_order_release);
  }
  to.word.store(from.word.load(std::memory_order_relaxed), std::memory_order_release);
  to.state.store(from.state.load(std::memory_order_relaxed), std::memory_order_release);
  to.call.store(from.call.load(std::memory_order_relaxed), std::memory_order_release);
}

}  // namespace

bool shared_state::try_pin() noexcept {
  auto users = users_.load(std::memory_order_relaxed);
  while (users != 0) {
    if (users_.compare_exchange_weak(users, users + 1, std::memory_order_acq_rel, std::memory_order_relaxed)) {
      return true;
    }
  }
  return false;
}

bool shared_state::unpin() noexcept {
  if (users_.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return false;
  }
  destroy_(object_);
  return true;
}

struct dispatch_core::choice {
  const overload_record* overload;
  std::array<const void*, most_dynamic_arguments> objects;
};

dispatch_core::dispatch_core(std::string name, std::size_t dynamic_arguments)
    : name_(std::move(name)), dynamic_arguments_(dynamic_arguments) {
  tables_.push_back(std::make_unique<slot_table>(1));
  table_.store(tables_.back().get(), std::memory_order_release);
}

dispatch_core::~dispatch_core() {
  for (const overload_record& overload : overloads_) {
    if (overload.called.state != nullptr) {
      static_cast<void>(overload.called.state->unpin());
    }
  }
}

std::uint64_t dispatch_core::add(overload_record overload, void (*destroy)(void*) noexcept) {
  const std::scoped_lock lock(mutex_);
  overloads_.reserve(overloads_.size() + 1);
  if (destroy != nullptr) {
    if (unused_states_.empty()) {
      // Room for all of them, so that giving one back cannot fail.
      unused_states_.reserve(states_.size() + 1);
      states_.push_back(std::make_unique<shared_state>());
      unused_states_.push_back(states_.back().get());
    }
    overload.called.state = unused_states_.back();
    unused_states_.pop_back();
    overload.called.state->fill(std::bit_cast<void*>(overload.called.word), destroy);
  }
  overload.id = ++last_id_;
  overloads_.push_back(overload);
  forget_all();
  return overload.id;
}

void dispatch_core::remove(std::uint64_t id) noexcept {
  shared_state* state = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(overloads_, id, &overload_record::id);
    if (found == overloads_.end()) {
      return;
    }
    state = found->called.state;
    overloads_.erase(found);
    derivations_.clear();
    forget_all();
  }
  if (state != nullptr) {
    unpin(state);
  }
}

void dispatch_core::forget() noexcept {
  const std::scoped_lock lock(mutex_);
  forget_all();
}

void dispatch_core::unpin(shared_state* state) noexcept {
  if (state->unpin()) {
    const std::scoped_lock lock(mutex_);
    unused_states_.push_back(state);
  }
}

target dispatch_core::outdated(const target& found) noexcept {
  if (found.state != nullptr) {
    unpin(found.state);
  }
  return {};
}

target dispatch_core::resolve(const arguments& given) {
  const std::scoped_lock lock(mutex_);
  const auto best = most_specific(given);
  if (best.empty()) {
    throw no_overload(std::format("{}: no overload takes {}", name_, types_of(given)));
  }
  if (best.size() > 1) {
    std::vector<std::string> candidates;
    for (const choice& candidate : best) {
      candidates.push_back(signature_of(*candidate.overload));
    }
    std::ranges::sort(candidates);
    std::string text = candidates.front();
    for (const std::string& candidate : candidates | std::views::drop(1)) {
      text += " and " + candidate;
    }
    throw ambiguous_overload(std::format("{}: {} is ambiguous between {}", name_, types_of(given), text));
  }
  const target found = best.front().overload->called;
  try {
    remember(given, found);
  } catch (const std::bad_alloc&) {
    // The call does not depend on it; the next one tries again.
  }
  if (found.state != nullptr) {
    static_cast<void>(found.state->try_pin());
  }
  return found;
}

bool dispatch_core::accepts(const arguments& given) {
  const std::scoped_lock lock(mutex_);
  return most_specific(given).size() == 1;
}

std::vector<std::string> dispatch_core::signatures() const {
  std::vector<std::string> result;
  {
    const std::scoped_lock lock(mutex_);
    for (const overload_record& overload : overloads_) {
      result.push_back(signature_of(overload));
    }
  }
  std::ranges::sort(result);
  return result;
}

/// The overloads that take what is given and that none of the others is more specific than.
std::vector<dispatch_core::choice> dispatch_core::most_specific(const arguments& given) {
  std::vector<choice> best;
  for (const overload_record& overload : overloads_) {
    choice candidate{&overload, {}};
    bool applies = true;
    for (std::size_t i = 0; applies && i < dynamic_arguments_; ++i) {
      candidate.objects[i] = overload.parameters[i]->cast(given[i].declared);
      applies = candidate.objects[i] != nullptr;
    }
    if (applies) {
      best.push_back(candidate);
    }
  }
  const auto beaten = [&](const choice& candidate) {
    return std::ranges::any_of(best, [&](const choice& other) {
      return at_least_as_specific(other, candidate) && !at_least_as_specific(candidate, other);
    });
  };
  std::vector<choice> unbeaten;
  std::ranges::copy_if(best, std::back_inserter(unbeaten), std::not_fn(beaten));
  return unbeaten;
}

bool dispatch_core::at_least_as_specific(const choice& left, const choice& right) {
  for (std::size_t i = 0; i < dynamic_arguments_; ++i) {
    const parameter& mine = *left.overload->parameters[i];
    const parameter& other = *right.overload->parameters[i];
    if (other.takes_all || *mine.type == *other.type) {
      continue;
    }
    if (mine.takes_all) {
      return false;
    }
    const auto [known, is_new] = derivations_.try_emplace({&mine, &other}, false);
    if (is_new) {
      // The language answers this at run time in one place only: whether a handler takes what is thrown.
      known->second = other.catches(mine, left.objects[i]);
    }
    if (!known->second) {
      return false;
    }
  }
  return true;
}

std::string dispatch_core::types_of(const arguments& given) const {
  std::string text = "(";
  for (std::size_t i = 0; i < dynamic_arguments_; ++i) {
    text += (i == 0 ? "" : ", ") + readable_name(*given[i].type);
  }
  return text + ")";
}

std::string dispatch_core::signature_of(const overload_record& overload) const {
  std::string text = "(";
  for (std::size_t i = 0; i < dynamic_arguments_; ++i) {
    text += i == 0 ? "" : ", ";
    text += overload.parameters[i]->name;
  }
  return text + ")";
}

void dispatch_core::remember(const arguments& given, const target& found) {
  slot entry;
  for (std::size_t i = 0; i < dynamic_arguments_; ++i) {
    if (!std::in_range<std::int32_t>(given[i].offset)) {
      return;
    }
    entry.types[i].store(given[i].type, std::memory_order_relaxed);
    entry.offsets[i].store(static_cast<std::int32_t>(given[i].offset), std::memory_order_relaxed);
  }
  entry.word.store(found.word, std::memory_order_relaxed);
  entry.state.store(found.state, std::memory_order_relaxed);
  entry.call.store(found.call, std::memory_order_relaxed);

  slot_table& table = roomy_table();
  if (insert(table, entry)) {
    ++remembered_;
  }
}

/// The table in use, with room for one more: a larger one, where that is needed.
slot_table& dispatch_core::roomy_table() {
  slot_table& current = *tables_.back();
  const std::size_t capacity = current.mask + 1;
  if (2 * (remembered_ + 1) <= capacity) {
    return current;
  }
  tables_.push_back(std::make_unique<slot_table>(std::max(least_capacity, 2 * capacity)));
  slot_table& larger = *tables_.back();
  for (std::size_t i = 0; i < capacity; ++i) {
    if (current.slots[i].call.load(std::memory_order_relaxed) != nullptr) {
      insert(larger, current.slots[i]);
    }
  }
  table_.store(&larger, std::memory_order_release);
  return larger;
}

/// @return whether the entry is new: another call may have come first
bool dispatch_core::insert(slot_table& table, const slot& entry) const noexcept {
  arguments key{};
  for (std::size_t i = 0; i < dynamic_arguments_; ++i) {
    key[i] = {nullptr, entry.types[i].load(std::memory_order_relaxed),
              entry.offsets[i].load(std::memory_order_relaxed)};
  }
  for (auto i = hash_of(key, dynamic_arguments_);; ++i) {
    slot& candidate = table.slots[i & table.mask];
    if (candidate.call.load(std::memory_order_relaxed) == nullptr) {
      copy(entry, candidate);
      return true;
    }
    if (holds<most_dynamic_arguments>(candidate, key)) {
      return false;
    }
  }
}

void dispatch_core::forget_all() noexcept {
  if (remembered_ != 0) {
    const slot empty;
    slot_table& table = *tables_.back();
    for (std::size_t i = 0; i <= table.mask; ++i) {
      table.slots[i].call.store(nullptr, std::memory_order_release);
      copy(empty, table.slots[i]);
    }
    remembered_ = 0;
  }
  version_.fetch_add(1, std::memory_order_release);
}

}  // namespace patterns::typing::detail
