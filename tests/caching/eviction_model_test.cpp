#include "googletest.hpp"

import googletest;
import std;
import patterns.caching;

// Each policy beside what its paper says, written down as plainly and slowly as it can be.
namespace {

using patterns::caching::arc;
using patterns::caching::bounded_cache;
using patterns::caching::eviction_policy;
using patterns::caching::s3_fifo;
using patterns::caching::sieve;

using keys = std::deque<int>;

bool holds(const keys& queue, int key) {
  return std::ranges::find(queue, key) != queue.end();
}

bool take_out(keys& queue, int key) {
  return std::erase(queue, key) == 1;
}

int take_back(keys& queue) {
  const auto last = queue.back();
  queue.pop_back();
  return last;
}

/// SIEVE: the hand is a key, or nothing when it has passed the newest.
class sieve_model {
 public:
  using policy = sieve;

  explicit sieve_model(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] bool has(int key) const { return holds(queue_, key); }

  void access(int key) {
    if (has(key)) {
      visited_.insert(key);
      return;
    }
    if (queue_.size() == capacity_) {
      evict();
    }
    queue_.push_front(key);
  }

  void erase(int key) {
    if (hand_ == key) {
      hand_ = newer(key);
    }
    take_out(queue_, key);
    visited_.erase(key);
  }

 private:
  [[nodiscard]] std::optional<int> newer(int key) const {
    const auto place = std::ranges::find(queue_, key);
    return place == queue_.begin() ? std::nullopt : std::optional(*std::prev(place));
  }

  void evict() {
    auto object = hand_.value_or(queue_.back());
    while (visited_.erase(object) == 1) {
      object = newer(object).value_or(queue_.back());
    }
    hand_ = newer(object);
    take_out(queue_, object);
  }

  std::size_t capacity_;
  keys queue_;
  std::set<int> visited_;
  std::optional<int> hand_;
};

/// S3-FIFO. Where the paper evicts one more entry because the main queue is full, it evicts that one only.
class s3_fifo_model {
 public:
  using policy = s3_fifo;

  explicit s3_fifo_model(std::size_t capacity)
      : capacity_(capacity), small_room_(std::max<std::size_t>(1, capacity / 10)) {}

  [[nodiscard]] bool has(int key) const { return holds(small_, key) || holds(main_, key); }

  void access(int key) {
    if (has(key)) {
      uses_[key] = std::min(3, uses_[key] + 1);
      return;
    }
    const auto remembered = take_out(ghost_, key);
    if (small_.size() + main_.size() == capacity_) {
      evict();
    }
    (remembered ? main_ : small_).push_front(key);
    uses_[key] = 0;
  }

 private:
  void evict() {
    for (;;) {
      if (small_.size() >= small_room_ || main_.empty()) {
        const auto tail = take_back(small_);
        if (uses_[tail] <= 1) {
          take_out(ghost_, tail);
          ghost_.push_front(tail);
          while (ghost_.size() > capacity_ - small_room_) {
            ghost_.pop_back();
          }
          return;
        }
        uses_[tail] = 0;
        main_.push_front(tail);
      } else {
        const auto tail = take_back(main_);
        if (uses_[tail] == 0) {
          return;
        }
        --uses_[tail];
        main_.push_front(tail);
      }
    }
  }

  std::size_t capacity_;
  std::size_t small_room_;
  keys small_;
  keys main_;
  keys ghost_;
  std::map<int, int> uses_;
};

/// ARC, with the names of the paper: T for top, what is there; B for bottom, what is remembered.
class arc_model {
 public:
  using policy = arc;

  explicit arc_model(std::size_t capacity) : c_(capacity) {}

  [[nodiscard]] bool has(int key) const { return holds(t1_, key) || holds(t2_, key); }

  void access(int key) {
    if (take_out(t1_, key) || take_out(t2_, key)) {
      t2_.push_front(key);
    } else if (holds(b1_, key)) {
      p_ = std::min(c_, p_ + std::max<std::size_t>(1, b2_.size() / b1_.size()));
      replace(false);
      take_out(b1_, key);
      t2_.push_front(key);
    } else if (holds(b2_, key)) {
      p_ -= std::min(p_, std::max<std::size_t>(1, b1_.size() / b2_.size()));
      replace(true);
      take_out(b2_, key);
      t2_.push_front(key);
    } else {
      make_room_for_a_stranger();
      t1_.push_front(key);
    }
  }

 private:
  void make_room_for_a_stranger() {
    const auto total = t1_.size() + t2_.size() + b1_.size() + b2_.size();
    if (t1_.size() + b1_.size() == c_) {
      if (t1_.size() < c_) {
        b1_.pop_back();
        replace(false);
      } else {
        t1_.pop_back();
      }
    } else if (total >= c_) {
      if (total == 2 * c_) {
        b2_.pop_back();
      }
      replace(false);
    }
  }

  void replace(bool asked_for_from_b2) {
    if (!t1_.empty() && (t1_.size() > p_ || (asked_for_from_b2 && t1_.size() == p_))) {
      b1_.push_front(take_back(t1_));
    } else {
      b2_.push_front(take_back(t2_));
    }
  }

  std::size_t c_;
  std::size_t p_ = 0;
  keys t1_;
  keys t2_;
  keys b1_;
  keys b2_;
};

/// Keys that repeat by popularity, in loops and by recency, in turn.
int any_key(std::mt19937& random, int step, int universe) {
  const auto any = [&] { return static_cast<int>(random() % static_cast<unsigned>(universe)); };
  switch (step / 100 % 3) {
    case 0:
      return std::min(any(), any());
    case 1:
      return step % (universe * 2 / 3 + 1);
    default:
      return (step / 3 + static_cast<int>(random() % 5)) % universe;
  }
}

template <class Model>
void expect_the_same(std::size_t capacity, int accesses) {
  SCOPED_TRACE(std::format("capacity {}", capacity));
  bounded_cache<int, int, typename Model::policy> cache(capacity);
  Model model(capacity);
  std::mt19937 random(static_cast<unsigned>(capacity) + 99);
  const auto universe = static_cast<int>(capacity) * 3 + 2;
  for (int step = 0; step < accesses; ++step) {
    const auto key = any_key(random, step, universe);
    if constexpr (requires { model.erase(key); }) {
      if (step % 20 == 0 && cache.erase(key)) {
        model.erase(key);
      }
    }
    ASSERT_EQ(cache.contains(key), model.has(key)) << "key " << key << " before access " << step;
    if (!cache.get(key)) {
      cache.put(key, step);
    }
    model.access(key);
    for (int each = step % 10 == 0 ? 0 : universe; each < universe; ++each) {
      ASSERT_EQ(cache.contains(each), model.has(each)) << "key " << each << " after access " << step << " to " << key;
    }
  }
}

constexpr std::array<std::size_t, 7> capacities{1, 2, 3, 5, 10, 21, 40};

TEST(C9_sieve, evicts_as_its_paper_says) {
  for (const auto capacity : capacities) {
    expect_the_same<sieve_model>(capacity, 2'000);
  }
}

TEST(C9_s3_fifo, evicts_as_its_paper_says) {
  for (const auto capacity : capacities) {
    expect_the_same<s3_fifo_model>(capacity, 2'000);
  }
}

TEST(C9_arc, evicts_as_its_paper_says) {
  for (const auto capacity : capacities) {
    // At capacity 1 the paper leaves open what goes when both lists are of no length.
    if (capacity > 1) {
      expect_the_same<arc_model>(capacity, 2'000);
    }
  }
}

TEST(C9_sieve, lets_the_hand_go_on_where_it_was) {
  bounded_cache<int, int, sieve> cache(4);
  for (const int key : {1, 2, 3, 4}) {
    cache.put(key, key);
  }
  (void)cache.get(1);
  (void)cache.get(3);
  cache.put(5, 5);  // passes 1, takes 2
  EXPECT_FALSE(cache.contains(2));
  cache.put(6, 6);  // passes 3, takes 4
  EXPECT_FALSE(cache.contains(4));
  std::vector<int> walked;
  for (const auto& [key, value] : cache) {
    walked.push_back(key);
  }
  EXPECT_EQ(walked, (std::vector<int>{3, 1, 6, 5})) << "the next to be examined is last";
}

TEST(C9_s3_fifo, takes_back_into_the_main_queue_what_returns_in_time) {
  bounded_cache<int, int, s3_fifo> cache(10);
  for (int key = 0; key < 11; ++key) {
    cache.put(key, key);
  }
  EXPECT_FALSE(cache.contains(0));
  cache.put(0, 0);
  for (int key = 100; key < 110; ++key) {
    cache.put(key, key);
  }
  EXPECT_TRUE(cache.contains(0)) << "outlives ten entries that came after it";
}

}  // namespace
