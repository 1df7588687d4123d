module patterns.caching;

import std;
import :shared_layout;
import :shared_lock;
import :shared_segment;

namespace patterns::caching::detail {

/// A stripe under its lock, in order.
class shared_segment::held_stripe {
 public:
  held_stripe(const shared_segment& segment, std::size_t index)
      : lock_(segment.mapping_.stripe(index)), entries(segment.mapping_.stripe(index), segment.mapping_.layout()) {
    switch (lock_.lock(segment.wish_.patience)) {
      case lock_outcome::held:
        return;
      case lock_outcome::owner_died:
        // If this process dies too, the next one finds it so again.
        entries.repair();
        ++entries.head().deaths;
        lock_.recover();
        return;
      case lock_outcome::busy:
        throw shared_memory_busy(segment.wish_.name, std::format("another process has held stripe {} for {} ms", index,
                                                                 segment.wish_.patience.count()));
      case lock_outcome::lost:
        break;
    }
    throw shared_memory_error(segment.wish_.name, std::format("the lock of stripe {} is damaged", index));
  }
  held_stripe(const held_stripe&) = delete;
  held_stripe& operator=(const held_stripe&) = delete;
  ~held_stripe() { lock_.unlock(); }

 private:
  shared_lock lock_;

 public:
  shared_stripe entries;
};

template <class Action>
auto shared_segment::at(std::size_t index, Action action) const {
  held_stripe stripe(*this, index);
  try {
    return action(stripe.entries);
  } catch (const stripe_damage&) {
    stripe.entries.repair();
    ++stripe.entries.head().damages;
  }
  try {
    return action(stripe.entries);
  } catch (const stripe_damage&) {
    throw shared_memory_error(wish_.name, std::format("stripe {} is damaged again and again", index));
  }
}

template <class Action>
auto shared_segment::with_stripe_of(std::span<const std::byte> key, Action action) const {
  const auto hash = shared_hash(mapping_.seed(), key);
  // By other bits than the chain in a stripe.
  return at(static_cast<std::size_t>(((hash >> 32) * stripes()) >> 32),
            [&](shared_stripe& stripe) { return action(stripe, hash); });
}

template <class Result, class Action>
Result shared_segment::sum(Action action) const {
  Result total{};
  for (std::size_t i = 0; i != stripes(); ++i) {
    at(i, [&](shared_stripe& stripe) { action(total, stripe.head()); });
  }
  return total;
}

shared_segment::shared_segment(shared_wish wish) : wish_(std::move(wish)), mapping_(wish_) {}

bool shared_segment::get(std::span<const std::byte> key, std::int64_t now, std::vector<std::byte>& value) {
  return with_stripe_of(key,
                        [&](shared_stripe& stripe, std::uint64_t hash) { return stripe.get(hash, key, now, value); });
}

bool shared_segment::put(std::span<const std::byte> key, std::span<const std::byte> value, std::int64_t good_until,
                         std::int64_t now) {
  return with_stripe_of(
      key, [&](shared_stripe& stripe, std::uint64_t hash) { return stripe.put({hash, key, value, good_until}, now); });
}

bool shared_segment::erase(std::span<const std::byte> key, std::int64_t now) {
  return with_stripe_of(key, [&](shared_stripe& stripe, std::uint64_t hash) { return stripe.erase(hash, key, now); });
}

bool shared_segment::contains(std::span<const std::byte> key, std::int64_t now) const {
  return with_stripe_of(key,
                        [&](shared_stripe& stripe, std::uint64_t hash) { return stripe.contains(hash, key, now); });
}

void shared_segment::clear() {
  for (std::size_t i = 0; i != stripes(); ++i) {
    at(i, [](shared_stripe& stripe) { stripe.format(); });
  }
}

std::size_t shared_segment::size() const {
  return sum<std::size_t>([](std::size_t& total, const shared_stripe_head& head) { total += head.entries; });
}

cache_stats shared_segment::stats() const {
  return sum<cache_stats>([](cache_stats& total, const shared_stripe_head& head) {
    total.hits += head.hits;
    total.misses += head.misses;
    total.evictions += head.evictions;
    total.expirations += head.expirations;
  });
}

shared_memory_repairs shared_segment::repairs() const {
  return sum<shared_memory_repairs>([](shared_memory_repairs& total, const shared_stripe_head& head) {
    total.deaths += head.deaths;
    total.damages += head.damages;
    total.dropped += head.dropped;
  });
}

std::size_t shared_segment::capacity() const noexcept {
  return stripes() * mapping_.layout().blocks * shared_block;
}

}  // namespace patterns::caching::detail
