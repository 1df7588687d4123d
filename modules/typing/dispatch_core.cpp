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

/// Writes the first type last: by it, a reader sees that all is there.
void copy(const slot& from, slot& to) noexcept {
  const auto copy_one = [](const auto& source, auto& target) {
    target.store(source.load(std::memory_order_relaxed), std::memory_order_release);
  };
  copy_one(from.places[0], to.places[0]);
  copy_one(from.places[1], to.places[1]);
  copy_one(from.call, to.call);
  copy_one(from.word, to.word);
  copy_one(from.state, to.state);
  copy_one(from.types[2], to.types[2]);
  copy_one(from.types[1], to.types[1]);
  copy_one(from.types[0], to.types[0]);
}

}  // namespace

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
    if (overload.state != nullptr && overload.state->unpin()) {
      overload.state->destroy();
    }
  }
}

std::uint64_t dispatch_core::add(overload_record overload, callable with_state, void (*destroy)(void*) noexcept) {
  const std::scoped_lock lock(mutex_);
  overloads_.reserve(overloads_.size() + 1);
  if (destroy != nullptr) {
    if (unused_states_.empty()) {
      // Room for all of them, so that giving one back cannot fail.
      unused_states_.reserve(states_.size() + 1);
      states_.push_back(std::make_unique<overload_state>());
      unused_states_.push_back(states_.back().get());
    }
    overload.called.word = std::bit_cast<std::uintptr_t>(this);
    overload.state = unused_states_.back();
    unused_states_.pop_back();
    overload.state->fill(with_state, destroy);
  }
  overload.id = ++last_id_;
  overloads_.push_back(overload);
  forget_all();
  return overload.id;
}

void dispatch_core::remove(std::uint64_t id) noexcept {
  overload_state* state = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(overloads_, id, &overload_record::id);
    if (found == overloads_.end()) {
      return;
    }
    state = found->state;
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

void dispatch_core::reclaim(overload_state* state) noexcept {
  state->destroy();
  const std::scoped_lock lock(mutex_);
  unused_states_.push_back(state);
}

overload_record dispatch_core::resolve(const arguments& given) {
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
  const overload_record found = *best.front().overload;
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

void dispatch_core::remember(const arguments& given, const overload_record& found) {
  slot entry;
  const auto wanted = key_of<most_dynamic_arguments>(given);
  for (std::size_t i = 0; i < dynamic_arguments_; ++i) {
    if (!std::in_range<std::int32_t>(given[i].offset)) {
      return;
    }
    entry.types[i].store(wanted.types[i], std::memory_order_relaxed);
  }
  entry.places[0].store(wanted.places[0], std::memory_order_relaxed);
  entry.places[1].store(wanted.places[1], std::memory_order_relaxed);
  entry.call.store(found.called.call, std::memory_order_relaxed);
  entry.word.store(found.called.word, std::memory_order_relaxed);
  entry.state.store(found.state, std::memory_order_relaxed);
  slot_table& table = roomy_table();
  if (insert(table, entry)) {
    ++remembered_;
  }
}

/// The table in use, with room for one more: a larger one, where that is needed.
slot_table& dispatch_core::roomy_table() {
  slot_table& current = *tables_.back();
  const std::size_t capacity = current.mask + 1;
  if (4 * (remembered_ + 1) <= capacity) {
    return current;
  }
  tables_.push_back(std::make_unique<slot_table>(std::max(least_capacity, 2 * capacity)));
  slot_table& larger = *tables_.back();
  for (std::size_t i = 0; i < capacity; ++i) {
    if (current.slots[i].types[0].load(std::memory_order_relaxed) != nullptr) {
      insert(larger, current.slots[i]);
    }
  }
  table_.store(&larger, std::memory_order_release);
  return larger;
}

/// @return whether the entry is new: another call may have come first
bool dispatch_core::insert(slot_table& table, const slot& entry) noexcept {
  key<most_dynamic_arguments> wanted{};
  for (std::size_t i = 0; i < most_dynamic_arguments; ++i) {
    wanted.types[i] = entry.types[i].load(std::memory_order_relaxed);
  }
  wanted.places = {entry.places[0].load(std::memory_order_relaxed), entry.places[1].load(std::memory_order_relaxed)};
  // A type that is null adds nothing to the hash.
  for (auto i = wanted.hash();; ++i) {
    slot& candidate = table.slots[i & table.mask];
    if (candidate.types[0].load(std::memory_order_relaxed) == nullptr) {
      copy(entry, candidate);
      return true;
    }
    if (wanted.is_in(candidate)) {
      return false;
    }
  }
}

void dispatch_core::forget_all() noexcept {
  if (remembered_ != 0) {
    slot_table& table = *tables_.back();
    for (std::size_t i = 0; i <= table.mask; ++i) {
      table.slots[i].types[0].store(nullptr, std::memory_order_release);
    }
    remembered_ = 0;
  }
  version_.fetch_add(1, std::memory_order_release);
}

}  // namespace patterns::typing::detail
