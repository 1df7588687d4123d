/// @file
/// C18 · batch_loader: keys that are asked for one by one and loaded together.
export module patterns.caching:batch_loader;

import std;
import patterns.async;
import patterns.concurrency;
import :async_single_flight;
import :batch_function;
import :concepts;
import :limited_fetcher;
import :load_outcome;

export namespace patterns::caching {

/// Makes one call for many keys out of many calls for one key.
///
///     batch_loader<int, user> users(loop, [&](const std::vector<int>& ids) { return database.find_users(ids); });
///     const auto author = co_await users.load(post.author);  // in as many coroutines as there are posts
///
/// Keys that are asked for within one turn of the loop come into one batch; see batch_options for when it is closed.
/// The batch function gets each key once, in the order in which they were first asked for, and who asked for a key gets
/// its outcome: that one key fails is nothing to the others. If the function throws, or gives a wrong number of
/// results, all who wait for the batch get that.
///
/// The first who asks leads: the batch is loaded as part of its coroutine, on the loop's thread, and who waits goes on
/// there. If it is cancelled or destroyed, the next goes on in its place, as in async_single_flight with hand_over; and
/// a key that nobody waits for any more is left out of a call that has not begun.
///
/// The batch function may use the loader: what it asks for comes into another batch. One that waits for itself, which
/// takes a loader that remembers, gets recursive_load_error where async_single_flight would see it.
///
/// @tparam Key    what is asked for; see cache_key
/// @tparam Value  what comes of it; each who asks gets a copy, so hold std::shared_ptr to const where a copy is dear
///
/// Complexity: O(1) on average for each key beside the call. Thread-safety: every member, from any thread. It outlives
/// every load, and the loop outlives it.
/// Exceptions: what the batch function gives or throws; batch_size_error; operation_cancelled.
/// Source: row C18; Facebook's DataLoader, after its Haxl.
template <std::copy_constructible Key, outcome_value Value, class Hash = key_hash<Key>, class Equal = std::equal_to<>>
  requires cache_key<Key, Hash, Equal> && std::copy_constructible<Value>
class batch_loader {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using outcome = load_outcome<Value>;

  /// @throws batch_limit_error if batches are to hold nothing
  template <turn_source Loop, batch_function<Key, Value> Function>
  batch_loader(Loop& loop, Function function, batch_options how = {}, Hash hash = Hash(), Equal equal = Equal())
      : options_(how.max_keys == 0 ? throw batch_limit_error() : how),
        turn_(detail::loop_turns<Loop>{std::addressof(loop)}),
        call_(detail::batch_call<Key, Value, Function>{std::move(function)}),
        known_(0, std::move(hash), std::move(equal)) {}

  batch_loader(const batch_loader&) = delete;
  batch_loader& operator=(const batch_loader&) = delete;

  /// The value of `key`.
  /// @throws when awaited: what its outcome holds; otherwise see above
  [[nodiscard]] async::task<Value> load(Key key) {
    const seat own(*this, key);
    if (!own.has_result()) {
      (void)co_await flights_.run(own.number(), loading{this, std::addressof(own.shared_batch())});
    }
    co_return own.result();
  }

  /// As above; both the wait and what it leads go by `token`.
  [[nodiscard]] async::task<Value> load(Key key, concurrency::stop_token token) {
    return async::with_stop_token(std::move(token), load(std::move(key)));
  }

  /// One outcome for each key, in the order of the keys.
  /// @throws when awaited: operation_cancelled if it is asked to stop itself
  template <key_range<Key> Keys>
  [[nodiscard]] async::task<std::vector<outcome>> load_many(Keys&& keys) {
    std::vector<async::task<outcome>> loads;
    for (auto&& key : keys) {
      loads.push_back(try_load(Key(std::forward<decltype(key)>(key))));
    }
    return async::when_all(std::move(loads));
  }

  /// As above for keys that are written out.
  [[nodiscard]] async::task<std::vector<outcome>> load_many(std::initializer_list<Key> keys) {
    return load_many(std::span(keys.begin(), keys.size()));
  }

  /// Gives `key` a value, as if it had been loaded. False, and nothing has changed, if the loader does not remember, or
  /// if the key has a value or is being loaded.
  template <class V = Value>
    requires std::constructible_from<Value, V>
  bool prime(const Key& key, V&& value) {
    if (!options_.remember) {
      return false;
    }
    const auto ready = std::make_shared<cell>();
    ready->result.emplace(Value(std::forward<V>(value)));
    const std::lock_guard lock(mutex_);
    if (find(key) != nullptr) {
      return false;
    }
    known_.insert_or_assign(key, ready);
    return true;
  }

  /// Forgets the value of `key`, or lets nobody else join the load of it that is under way; true if there was either.
  bool clear(const Key& key) {
    const std::lock_guard lock(mutex_);
    return known_.erase(key) > 0;
  }

  /// As above, for all keys.
  void clear() {
    const std::lock_guard lock(mutex_);
    known_.clear();
  }

  /// How many keys the batch holds that is open now.
  [[nodiscard]] std::size_t gathered() const {
    const std::lock_guard lock(mutex_);
    return open_ == nullptr ? 0 : open_->keys_wanted;
  }

 private:
  struct batch;

  /// What comes of one key. While it has a batch, it has no result yet.
  struct cell {
    std::shared_ptr<batch> from;
    std::size_t wanted = 0;
    std::optional<outcome> result;
  };

  struct batch_entry {
    Key key;
    std::shared_ptr<cell> place;
  };

  struct batch {
    explicit batch(std::uint64_t given) : number(given) {}

    const std::uint64_t number;
    std::vector<batch_entry> entries;
    std::size_t keys_wanted = 0;
    bool closed = false;
    async::async_event full;
  };

  /// One who wants a key. However its coroutine ends, it lets the key go.
  class seat {
   public:
    seat(batch_loader& owner, const Key& key) : loader_(owner), key_(key) {
      bool filled = false;
      {
        const std::lock_guard lock(loader_.mutex_);
        place_ = loader_.find(key);
        if (place_ == nullptr) {
          place_ = loader_.add(key);
        }
        batch_ = place_->from;
        has_result_ = batch_ == nullptr;
        if (place_->wanted++ == 0 && !has_result_) {
          ++batch_->keys_wanted;
        }
        if (!has_result_ && loader_.open_ == batch_ && batch_->entries.size() >= loader_.options_.max_keys) {
          loader_.close(*batch_);
          filled = true;
        }
      }
      if (filled) {
        batch_->full.set();
      }
    }
    seat(const seat&) = delete;
    seat& operator=(const seat&) = delete;

    ~seat() {
      const std::lock_guard lock(loader_.mutex_);
      if (--place_->wanted == 0 && !place_->result) {
        place_->from.reset();
        loader_.forget(key_, *place_);
        if (--batch_->keys_wanted == 0 && loader_.open_ == batch_) {
          loader_.close(*batch_);
        }
      }
    }

    [[nodiscard]] bool has_result() const noexcept { return has_result_; }
    [[nodiscard]] detail::batch_number number() const noexcept { return {batch_->number}; }
    [[nodiscard]] const std::shared_ptr<batch>& shared_batch() const noexcept { return batch_; }
    /// Once it is there it does not change.
    [[nodiscard]] const Value& result() const { return std::as_const(*place_->result).value(); }

   private:
    batch_loader& loader_;
    const Key& key_;
    std::shared_ptr<cell> place_;
    std::shared_ptr<batch> batch_;
    bool has_result_ = false;
  };

  /// What who leads a batch does.
  struct loading {
    batch_loader* owner;
    const std::shared_ptr<batch>* own;

    [[nodiscard]] async::task<std::monostate> operator()(detail::batch_number /*number*/) const {
      return owner->load_batch(*own);
    }
  };

  // All of these with the lock held.

  [[nodiscard]] std::shared_ptr<cell> find(const Key& key) const {
    const auto found = known_.find(key);
    // What a hash that throws has left has neither.
    return found != known_.end() && (found->second->result || found->second->from) ? found->second : nullptr;
  }

  [[nodiscard]] std::shared_ptr<cell> add(const Key& key) {
    if (open_ == nullptr) {
      open_ = std::make_shared<batch>(++last_batch_);
    }
    auto place = std::make_shared<cell>();
    open_->entries.push_back(batch_entry{key, place});
    try {
      known_.insert_or_assign(key, place);
    } catch (...) {
      open_->entries.pop_back();
      throw;
    }
    place->from = open_;
    return place;
  }

  /// Lets nobody else into the batch. One that does not remember is done with its keys.
  void close(batch& own) noexcept {
    own.closed = true;
    if (open_.get() == &own) {
      open_.reset();
    }
    if (!options_.remember) {
      for (const auto& each : own.entries) {
        forget(each.key, *each.place);
      }
    }
  }

  void forget(const Key& key, const cell& own) noexcept {
    try {
      if (const auto found = known_.find(key); found != known_.end() && found->second.get() == &own) {
        known_.erase(found);
      }
    } catch (...) {
    }
  }

  /// Waits until the batch is to be closed, and gets to the loop's thread by that.
  [[nodiscard]] async::task<> gather(batch& own) {
    if (options_.delay > std::chrono::steady_clock::duration::zero() && !is_closed(own)) {
      (void)co_await async::when_any(turn_(options_.delay), own.full.wait());
      co_return;
    }
    // The first turn is the rest of one: what was ready behind this coroutine has not run then.
    co_await turn_({});
    for (auto before = keys_of(own); !is_closed(own);) {
      co_await turn_({});
      if (const auto now = keys_of(own); std::exchange(before, now) == now) {
        break;
      }
    }
  }

  [[nodiscard]] bool is_closed(const batch& own) const {
    const std::lock_guard lock(mutex_);
    return own.closed;
  }

  [[nodiscard]] std::size_t keys_of(const batch& own) const {
    const std::lock_guard lock(mutex_);
    return own.entries.size();
  }

  /// May be called again, by whom the batch was handed over to: for what is wanted then.
  [[nodiscard]] async::task<std::monostate> load_batch(std::shared_ptr<batch> own) {
    co_await gather(*own);
    std::vector<Key> keys;
    std::vector<std::shared_ptr<cell>> places;
    take_wanted(*own, keys, places);
    if (!keys.empty()) {
      auto outcomes = co_await call_(keys);
      if (outcomes.size() != keys.size()) {
        throw batch_size_error(keys.size(), outcomes.size());
      }
      deliver(keys, places, outcomes);
    }
    co_return std::monostate();
  }

  void take_wanted(batch& own, std::vector<Key>& keys, std::vector<std::shared_ptr<cell>>& places) {
    const std::lock_guard lock(mutex_);
    close(own);
    for (const auto& each : own.entries) {
      if (each.place->wanted > 0 && !each.place->result) {
        keys.push_back(each.key);
        places.push_back(each.place);
      }
    }
  }

  void deliver(const std::vector<Key>& keys, const std::vector<std::shared_ptr<cell>>& places,
               std::vector<outcome>& outcomes) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < places.size(); ++i) {
      auto& place = *places[i];
      place.result.emplace(std::move(outcomes[i]));
      place.from.reset();
      if (!*place.result) {
        forget(keys[i], place);
      }
    }
  }

  /// Of one key among several, whose failure is its own; but a stop is for all of them.
  [[nodiscard]] async::task<outcome> try_load(Key key) {
    const auto token = co_await async::current_stop_token();
    try {
      co_return outcome(co_await load(std::move(key)));
    } catch (const async::operation_cancelled&) {
      if (token.stop_requested()) {
        throw;
      }
      co_return outcome(std::current_exception());
    } catch (...) {
      co_return outcome(std::current_exception());
    }
  }

  const batch_options options_;
  std::function<async::task<>(std::chrono::steady_clock::duration)> turn_;
  std::function<async::task<std::vector<outcome>>(const std::vector<Key>&)> call_;
  mutable std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<cell>, Hash, Equal> known_;
  std::shared_ptr<batch> open_;
  std::uint64_t last_batch_ = 0;
  async_single_flight<detail::batch_number, std::monostate, detail::batch_number_hash> flights_{
      on_leader_cancelled::hand_over, "batch_loader"};
};

}  // namespace patterns::caching
