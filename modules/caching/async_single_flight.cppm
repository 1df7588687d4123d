/// @file
/// C14 · async_single_flight: coroutines that want the same thing at the same time share one load of it.
export module patterns.caching:async_single_flight;

import std;
import patterns.async;
import patterns.concurrency;
import :async_loader;
import :concepts;
import :flight;
import :load_graph;

export namespace patterns::caching {

/// What becomes of those who wait for a load when the one who does it is cancelled or destroyed.
enum class on_leader_cancelled : unsigned char {
  hand_over,  ///< the first of them begins anew, with its own loader
  fail        ///< all get leader_cancelled
};

/// Thrown to those who wait for a load whose leader was cancelled, if they are to fail then.
class leader_cancelled : public std::runtime_error {
 public:
  leader_cancelled(std::string_view flights, std::string_view key)
      : std::runtime_error(std::format("{}: the one who loaded key {} was cancelled", flights, key)) {}
};

/// One load for all coroutines that ask for a key while it is being loaded; remembers nothing afterwards.
///
///     const auto user = co_await users.run(id, [&](int key) { return database.find_user(key); });
///
/// The first who asks for a key is its leader and awaits the loader, as part of its own coroutine; the others wait, and
/// get a copy of the same value, or the same exception. Who asks after the load has ended begins a new one: what a
/// caller gets was never complete before it asked. Loads of different keys run at once.
///
/// A waiter that is asked to stop by its token leaves with operation_cancelled, and the load goes on for the others. A
/// leader that is asked to stop asks its load to: if that ends by operation_cancelled, or if the leader's coroutine is
/// destroyed, the waiters go on as on_leader_cancelled says. So when nobody is left, nothing is being loaded. A load
/// that ends in any other way has ended for all.
///
/// A loader may load other keys. One that could only go on after itself gets recursive_load_error, also when the circle
/// leads through other tasks or other objects. That is known by the token that a coroutine takes from its awaiter, so
/// it is not seen through what has a token of its own: when_all, when_any, timeout, a task_group, with_stop_token.
/// There a circle waits until it is cancelled.
///
/// @tparam Key    what is asked for; see cache_key
/// @tparam Value  what a load gives; each caller gets a copy, so hold std::shared_ptr to const where a copy is dear
///
/// Complexity: O(1) on average beside the load; who leads takes two coroutines more and four allocations.
/// Thread-safety: every member, from any thread. Who waits goes on where the load ends. It outlives every run: to
/// destroy it while a coroutine is in run() is an error, as with async_once.
/// Exceptions: what the loader throws, to all; nothing is left behind.
/// Source: row C14; groupcache's singleflight.
template <std::copy_constructible Key, std::copy_constructible Value, class Hash = key_hash<Key>,
          class Equal = std::equal_to<>>
  requires cache_key<Key, Hash, Equal>
class async_single_flight {
 public:
  using key_type = Key;
  using mapped_type = Value;

  /// With hand_over.
  async_single_flight() : async_single_flight(on_leader_cancelled::hand_over) {}

  /// @param name  what exceptions call it
  explicit async_single_flight(on_leader_cancelled then, std::string name = "async_single_flight", Hash hash = Hash(),
                               Equal equal = Equal())
      : policy_(then), name_(std::move(name)), flights_(0, std::move(hash), std::move(equal)) {}

  async_single_flight(const async_single_flight&) = delete;
  async_single_flight& operator=(const async_single_flight&) = delete;

  /// What `co_await load(key)` gives: by this call, or by one under way.
  /// @throws when awaited: what the load throws; operation_cancelled; leader_cancelled; recursive_load_error
  template <async_loader<Key, Value> Loader>
  [[nodiscard]] async::task<Value> run(Key key, Loader load) {
    const auto ambient = co_await async::current_stop_token();
    seat own(*this, key);
    const detail::load_dependency awaited(ambient, own.shared().load);
    if (awaited.circular()) {
      throw recursive_load_error(name_, detail::shown_key(key));
    }
    while (!own.ended()) {
      if (!own.leads()) {
        try {
          co_await own.shared().baton.wait();
        } catch (const async::operation_cancelled&) {
          throw async::operation_cancelled(name_);
        }
        own.take_turn();
        continue;
      }
      if (ambient.stop_requested()) {
        throw async::operation_cancelled(name_);
      }
      try {
        const leadership lead(own.shared().load, ambient);
        own.land(co_await async::with_stop_token(lead.token(), detail::call_loader<Value>(load, key)));
      } catch (const async::operation_cancelled&) {
        if (ambient.stop_requested()) {
          throw;
        }
        own.crash(std::current_exception());
      } catch (...) {
        own.crash(std::current_exception());
      }
    }
    co_return own.result();
  }

  /// As above; the wait and the load go by `token`.
  template <async_loader<Key, Value> Loader>
  [[nodiscard]] async::task<Value> run(Key key, Loader load, concurrency::stop_token token) {
    return async::with_stop_token(std::move(token), run(std::move(key), std::move(load)));
  }

  /// Lets no one else join the load of `key` that is under way, since what it brings is out of date; true if there is
  /// one. Who waits for it already gets its result.
  bool forget(const Key& key) {
    const std::lock_guard lock(mutex_);
    return flights_.erase(key) > 0;
  }

  /// As forget, for all keys.
  void forget_all() noexcept {
    const std::lock_guard lock(mutex_);
    flights_.clear();
  }

  /// Whether `key` is being loaded, or about to be.
  [[nodiscard]] bool loading(const Key& key) const {
    const std::lock_guard lock(mutex_);
    return flights_.contains(key);
  }

  /// How many coroutines wait for the load of `key`, not counting the one who does it.
  [[nodiscard]] std::size_t waiting(const Key& key) const {
    const std::lock_guard lock(mutex_);
    const auto found = flights_.find(key);
    return found == flights_.end() ? 0 : found->second->callers - std::size_t{found->second->led};
  }

  /// How many loads are under way.
  [[nodiscard]] std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return flights_.size();
  }

  [[nodiscard]] on_leader_cancelled policy() const noexcept { return policy_; }

 private:
  /// The baton is with the one who leads. Laid down, because the flight has ended or lost its leader, it lets the first
  /// in line go on, who takes the lead or passes it on to the next; also where that one is destroyed instead.
  struct flight {
    async::async_event baton{async::event_reset::automatic};
    detail::async_load load;
    std::size_t callers = 0;
    bool led = false;
    bool ended = false;
    std::optional<Value> value;
    std::exception_ptr error;
  };

  /// A load as the graph of all loads knows it, under a token of its own, which follows the leader's.
  class leadership {
   public:
    leadership(detail::async_load& load, const concurrency::stop_token& ambient)
        : load_(load), link_(ambient, pass_on{&source_}) {
      load_.begin(source_.get_token());
    }
    leadership(const leadership&) = delete;
    leadership& operator=(const leadership&) = delete;
    ~leadership() { load_.end(); }

    [[nodiscard]] concurrency::stop_token token() const noexcept { return source_.get_token(); }

   private:
    struct pass_on {
      concurrency::stop_source* to;
      void operator()() const noexcept { to->request_stop(); }
    };

    detail::async_load& load_;
    concurrency::stop_source source_;
    concurrency::stop_callback<pass_on> link_;
  };

  /// One caller's part in a flight. However its coroutine ends, and be it that the frame is destroyed, it gives it up.
  class seat {
   public:
    seat(async_single_flight& flights, const Key& key) : flights_(flights), key_(key) {
      const std::lock_guard lock(flights_.mutex_);
      const auto found = flights_.flights_.find(key);
      if (found != flights_.flights_.end() && !found->second->ended) {
        shared_ = found->second;
      } else {
        shared_ = std::make_shared<flight>();
        flights_.flights_.insert_or_assign(key, shared_);
        shared_->led = leads_ = true;
      }
      ++shared_->callers;
    }
    seat(const seat&) = delete;
    seat& operator=(const seat&) = delete;

    ~seat() {
      bool lays_down = false;
      {
        const std::lock_guard lock(flights_.mutex_);
        const bool last = --shared_->callers == 0;
        if (leads_ && !shared_->ended) {
          shared_->led = false;
          lays_down = true;
          if (flights_.policy_ == on_leader_cancelled::fail && !last) {
            end_with(cancellation());
          }
        }
        if (last && !shared_->ended) {
          flights_.take_out(key_, *shared_);
        }
      }
      if (lays_down) {
        shared_->baton.set();
      }
    }

    [[nodiscard]] flight& shared() const noexcept { return *shared_; }
    [[nodiscard]] bool leads() const noexcept { return leads_; }
    /// Whether there is a result, for one who leads or who has taken its turn.
    [[nodiscard]] bool ended() const noexcept { return ended_; }

    /// When the baton has come.
    void take_turn() noexcept {
      {
        const std::lock_guard lock(flights_.mutex_);
        ended_ = shared_->ended;
        if (!ended_) {
          leads_ = !std::exchange(shared_->led, true);
        }
      }
      if (ended_) {
        shared_->baton.set();
      }
    }

    void land(Value&& value) {
      shared_->value.emplace(std::move(value));
      end();
    }

    void crash(std::exception_ptr error) noexcept {
      shared_->error = std::move(error);
      end();
    }

    /// @throws what the load has thrown
    [[nodiscard]] Value result() const {
      if (shared_->error) {
        std::rethrow_exception(shared_->error);
      }
      return *shared_->value;
    }

   private:
    void end() noexcept {
      {
        const std::lock_guard lock(flights_.mutex_);
        end_with(std::move(shared_->error));
        ended_ = true;
      }
      shared_->baton.set();
    }

    void end_with(std::exception_ptr error) noexcept {
      shared_->error = std::move(error);
      shared_->ended = true;
      shared_->led = false;
      flights_.take_out(key_, *shared_);
    }

    [[nodiscard]] std::exception_ptr cancellation() const noexcept {
      try {
        return std::make_exception_ptr(leader_cancelled(flights_.name_, detail::shown_key(key_)));
      } catch (...) {
        return std::current_exception();
      }
    }

    async_single_flight& flights_;
    const Key& key_;
    std::shared_ptr<flight> shared_;
    bool leads_ = false;
    bool ended_ = false;
  };

  /// With the mutex held. What a hash that throws leaves in the table holds nobody up: it has ended, or its baton lies
  /// there for whoever comes next.
  void take_out(const Key& key, const flight& own) noexcept {
    try {
      if (const auto found = flights_.find(key); found != flights_.end() && found->second.get() == &own) {
        flights_.erase(found);
      }
    } catch (...) {
    }
  }

  const on_leader_cancelled policy_;
  const std::string name_;
  mutable std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<flight>, Hash, Equal> flights_;
};

}  // namespace patterns::caching
