module patterns.caching;

import std;

// For tests, which declare it too: called between any two steps that leave the memory in another state.
extern "C" {
constinit void (*patterns_shared_memory_step)() = nullptr;
}

namespace patterns::caching::detail {

namespace {

// As the table in shared_layout says, on every machine.
static_assert(sizeof(shared_header) == 128);
static_assert(sizeof(shared_stripe_head) <= 2 * shared_line);
static_assert(sizeof(shared_slot) == 48);

constexpr std::size_t word = sizeof(std::uint64_t);

/// A process that dies here has written all that stands before this, and nothing of what stands after.
void step() noexcept {
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (patterns_shared_memory_step != nullptr) [[unlikely]] {
    patterns_shared_memory_step();
  }
}

[[nodiscard]] std::uint64_t word_at(const std::byte* from) noexcept {
  std::uint64_t read = 0;
  std::memcpy(&read, from, word);
  return read;
}

/// What is left of `bytes` after the first `count`, which are taken.
std::span<const std::byte> take(std::span<const std::byte>& bytes, std::size_t count) noexcept {
  const auto taken = bytes.first(std::min(count, bytes.size()));
  bytes = bytes.subspan(taken.size());
  return taken;
}

}  // namespace

std::uint64_t shared_hash(std::uint64_t seed, std::span<const std::byte> key) noexcept {
  std::uint64_t state = digested(seed, key.size());
  while (key.size() >= word) {
    state = digested(state, word_at(take(key, word).data()));
  }
  std::array<std::byte, word> rest{};
  std::ranges::copy(key, rest.begin());
  return digested(digested(state, word_at(rest.data())), seed);
}

std::uint32_t& shared_stripe::chain_of(std::uint64_t hash) const noexcept {
  return heads_[((hash & 0xFFFF'FFFFU) * layout_.slots) >> 32];
}

std::uint32_t shared_stripe::blocks_of(const shared_slot& slot) const {
  const auto count = (std::uint64_t{slot.key_size} + slot.value_size + shared_block - 1) / shared_block;
  if (count > layout_.blocks) {
    throw stripe_damage();
  }
  return std::max(1U, static_cast<std::uint32_t>(count));
}

std::span<std::byte> shared_stripe::block(std::uint32_t index) const noexcept {
  return {blocks_ + std::size_t{index} * shared_block, shared_block};
}

std::uint32_t shared_stripe::next_block(std::uint32_t index) const {
  if (index >= layout_.blocks) {
    throw stripe_damage();
  }
  return links_[index];
}

std::uint64_t shared_stripe::digest_of(const shared_slot& slot) const {
  // Four that do not wait for each other.
  std::array<std::uint64_t, 4> lanes{shared_layout_version, slot.hash, static_cast<std::uint64_t>(slot.good_until),
                                     (std::uint64_t{slot.key_size} << 32) | slot.value_size};
  auto at = slot.first_block;
  for (auto left = blocks_of(slot); left != 0; --left) {
    const auto next = next_block(at);
    const std::byte* const bytes = block(at).data();
    for (std::size_t i = 0; i != shared_block / word; ++i) {
      auto& lane = lanes[i % lanes.size()];
      lane = digested(lane, word_at(bytes + i * word));
    }
    at = next;
  }
  std::uint64_t state = 0;
  for (const auto lane : lanes) {
    state = digested(state, lane);
  }
  return state;
}

bool shared_stripe::holds_key(const shared_slot& slot, std::span<const std::byte> key) const {
  if (slot.key_size != key.size()) {
    return false;
  }
  for (auto at = slot.first_block; !key.empty();) {
    const auto next = next_block(at);
    const auto part = take(key, shared_block);
    if (std::memcmp(part.data(), block(at).data(), part.size()) != 0) {
      return false;
    }
    at = next;
  }
  return true;
}

std::uint32_t shared_stripe::find(std::uint64_t hash, std::span<const std::byte> key) const {
  const auto& chain = chain_of(hash);
  std::uint32_t passed = 0;
  for (auto at = chain; at != no_place; at = slots_[at].next) {
    if (at >= layout_.slots || passed++ == layout_.slots) {
      throw stripe_damage();
    }
    const auto& slot = slots_[at];
    if (slot.hash == hash && slot.state == slot_state::live && holds_key(slot, key)) {
      return at;
    }
    if (slot.state != slot_state::live || &chain_of(slot.hash) != &chain) {
      throw stripe_damage();
    }
  }
  return no_place;
}

void shared_stripe::read(const shared_slot& slot, std::vector<std::byte>& value) const {
  if (digest_of(slot) != slot.digest) {
    throw stripe_damage();
  }
  value.resize(slot.value_size);
  std::span<std::byte> to(value);
  std::size_t from = slot.key_size;
  for (auto at = slot.first_block; !to.empty(); at = next_block(at)) {
    if (from < shared_block) {
      if (at >= layout_.blocks) {
        throw stripe_damage();
      }
      const auto part = block(at).subspan(from, std::min(shared_block - from, to.size()));
      std::memcpy(to.data(), part.data(), part.size());
      to = to.subspan(part.size());
    }
    from -= std::min(from, shared_block);
  }
}

bool shared_stripe::get(std::uint64_t hash, std::span<const std::byte> key, std::int64_t now,
                        std::vector<std::byte>& value) {
  const auto found = find(hash, key);
  if (found != no_place && now < slots_[found].good_until) {
    read(slots_[found], value);
    slots_[found].visited = 1;
    ++head_->hits;
    return true;
  }
  if (found != no_place) {
    remove(found);
    ++head_->expirations;
  }
  ++head_->misses;
  return false;
}

bool shared_stripe::contains(std::uint64_t hash, std::span<const std::byte> key, std::int64_t now) const {
  const auto found = find(hash, key);
  return found != no_place && now < slots_[found].good_until;
}

bool shared_stripe::erase(std::uint64_t hash, std::span<const std::byte> key, std::int64_t now) {
  const auto found = find(hash, key);
  if (found == no_place) {
    return false;
  }
  const bool was_good = now < slots_[found].good_until;
  remove(found);
  return was_good;
}

bool shared_stripe::put(const shared_entry& entry, std::int64_t now) {
  // A later get must not find what the key held before, be there room for the new or not.
  if (const auto found = find(entry.hash, entry.key); found != no_place) {
    remove(found);
  }
  constexpr std::size_t largest = std::numeric_limits<std::uint32_t>::max();
  if (entry.key.size() > largest || entry.value.size() > largest ||
      entry.key.size() + entry.value.size() > layout_.blocks * shared_block) {
    return false;
  }
  const auto count = (entry.key.size() + entry.value.size() + shared_block - 1) / shared_block;
  const auto needed = std::max(1U, static_cast<std::uint32_t>(count));
  make_room(needed, now);
  const auto index = head_->free_slot;
  if (index >= layout_.slots || slots_[index].state != slot_state::free) {
    throw stripe_damage();
  }
  head_->free_slot = slots_[index].next;
  step();
  write(index, entry, needed);
  return true;
}

void shared_stripe::write(std::uint32_t index, const shared_entry& entry, std::uint32_t count) {
  auto& slot = slots_[index];
  slot.state = slot_state::draft;
  step();
  slot.hash = entry.hash;
  slot.good_until = entry.good_until;
  slot.key_size = static_cast<std::uint32_t>(entry.key.size());
  slot.value_size = static_cast<std::uint32_t>(entry.value.size());
  slot.first_block = head_->free_block;
  slot.visited = 0;
  step();
  // The free blocks are linked already; the last of those taken is to end the chain.
  auto key = entry.key;
  auto value = entry.value;
  auto at = slot.first_block;
  for (auto left = count; left != 0; --left) {
    const auto next = next_block(at);
    const auto whole = block(at);
    const auto from_key = take(key, shared_block);
    const auto from_value = take(value, shared_block - from_key.size());
    const auto end = std::ranges::copy(from_value, std::ranges::copy(from_key, whole.begin()).out).out;
    step();
    std::fill(end, whole.end(), std::byte{0});
    if (left == 1) {
      links_[at] = no_place;
    }
    at = next;
    step();
  }
  head_->free_block = at;
  head_->free_blocks -= count;
  step();
  slot.digest = digest_of(slot);
  step();
  slot.state = slot_state::live;
  step();
  auto& chain = chain_of(slot.hash);
  slot.next = chain;
  step();
  chain = index;
  ++head_->entries;
  step();
}

void shared_stripe::remove(std::uint32_t index) {
  auto& slot = slots_[index];
  const auto count = blocks_of(slot);
  slot.state = slot_state::free;
  step();
  auto* link = &chain_of(slot.hash);
  for (std::uint32_t passed = 0; *link != index; link = &slots_[*link].next) {
    if (*link >= layout_.slots || passed++ == layout_.slots) {
      throw stripe_damage();
    }
  }
  *link = slot.next;
  step();
  auto last = slot.first_block;
  for (auto left = count; left != 1; --left) {
    last = next_block(last);
  }
  if (next_block(last) != no_place) {
    throw stripe_damage();
  }
  links_[last] = head_->free_block;
  step();
  head_->free_block = slot.first_block;
  head_->free_blocks += count;
  step();
  slot.next = head_->free_slot;
  step();
  head_->free_slot = index;
  --head_->entries;
  step();
}

void shared_stripe::make_room(std::uint32_t count, std::int64_t now) {
  // Two rounds of the hand find the last of all that were used; each entry that goes may take one step more.
  auto steps = 3 * std::uint64_t{layout_.slots} + 1;
  while (head_->free_slot == no_place || head_->free_blocks < count) {
    if (steps-- == 0) {
      throw stripe_damage();
    }
    const auto at = head_->hand < layout_.slots ? head_->hand : 0;
    head_->hand = at + 1;
    auto& slot = slots_[at];
    if (slot.state != slot_state::live) {
      continue;
    }
    if (now >= slot.good_until) {
      remove(at);
      ++head_->expirations;
    } else if (slot.visited != 0) {
      slot.visited = 0;
    } else {
      remove(at);
      ++head_->evictions;
    }
  }
}

bool shared_stripe::claim(const shared_slot& slot) noexcept {
  const auto size = std::uint64_t{slot.key_size} + slot.value_size;
  const auto count = std::max<std::uint64_t>(1, (size + shared_block - 1) / shared_block);
  const auto bit = [](std::uint32_t index) { return std::byte{1} << (index % 8); };
  auto at = slot.first_block;
  std::uint64_t claimed = 0;
  while (claimed != count && at < layout_.blocks && (claims_[at / 8] & bit(at)) == std::byte{0}) {
    claims_[at / 8] |= bit(at);
    ++claimed;
    at = links_[at];
  }
  if (claimed == count && at == no_place && digest_of(slot) == slot.digest) {
    return true;
  }
  for (at = slot.first_block; claimed != 0; --claimed) {
    claims_[at / 8] &= ~bit(at);
    at = links_[at];
  }
  return false;
}

void shared_stripe::release_unclaimed() noexcept {
  head_->free_block = no_place;
  head_->free_blocks = 0;
  for (auto at = layout_.blocks; at-- != 0;) {
    if ((claims_[at / 8] & (std::byte{1} << (at % 8))) == std::byte{0}) {
      links_[at] = std::exchange(head_->free_block, at);
      ++head_->free_blocks;
    }
  }
}

std::size_t shared_stripe::repair() noexcept {
  std::size_t dropped = 0;
  std::memset(claims_, 0, (layout_.blocks + 7) / 8);
  std::fill_n(heads_, layout_.slots, no_place);
  head_->free_slot = no_place;
  head_->entries = 0;
  step();
  for (auto at = layout_.slots; at-- != 0;) {
    auto& slot = slots_[at];
    if (slot.state == slot_state::live && claim(slot)) {
      slot.next = std::exchange(chain_of(slot.hash), at);
      ++head_->entries;
    } else {
      dropped += slot.state == slot_state::free ? 0 : 1;
      slot.state = slot_state::free;
      slot.next = std::exchange(head_->free_slot, at);
    }
    step();
  }
  release_unclaimed();
  step();
  head_->dropped += dropped;
  return dropped;
}

void shared_stripe::format() noexcept {
  for (std::uint32_t at = 0; at != layout_.slots; ++at) {
    slots_[at].state = slot_state::free;
    step();
  }
  repair();
}

}  // namespace patterns::caching::detail
