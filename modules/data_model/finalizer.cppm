/// @file
/// B3 · finalizer: what is done once when an object is gone, on demand before that, or at the latest as the program
/// exits.
export module patterns.data_model:finalizer;

import std;
import patterns.meta;

export namespace patterns::data_model {

/// What a pending finalizer is for, and where it was registered.
struct finalizer_info {
  /// The type of the object, without its scope.
  std::string_view object;
  std::source_location where;
};

/// Told of an exception that leaves a finalizer with no caller to reach; see set_finalizer_failure_handler.
using finalizer_failure_handler = void (*)(const finalizer_info&, std::exception_ptr) noexcept;

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

class finalization;
struct finalizer_access;

/// A place in a list of finalizations, which the place before it leads to.
struct finalization_link {
  std::atomic<finalization*> next = nullptr;
  std::atomic<finalization*>* before = nullptr;
};

/// A function to be called once. While it is pending it stands in the list of its object, may stand in that of the
/// exit, and keeps itself; links, flags and ownership change under one lock for all.
class finalization {
 public:
  explicit finalization(const finalizer_info& info) noexcept : info_(info) {}
  finalization(const finalization&) = delete;
  finalization& operator=(const finalization&) = delete;
  virtual ~finalization();

  [[nodiscard]] inline const finalizer_info& info() const noexcept { return info_; }
  [[nodiscard]] inline bool is_pending() const noexcept { return pending_.load(std::memory_order_acquire); }
  [[nodiscard]] inline bool runs_at_exit() const noexcept { return at_exit_.load(std::memory_order_relaxed); }
  void set_runs_at_exit(bool runs);

  /// Calls the function if nobody has, or will; whether it did.
  bool call();
  /// Gives the function up if nobody has called it; whether it did.
  bool give_up() noexcept;

 private:
  friend class pending_finalizers;
  friend struct finalization_book;

  virtual void invoke() = 0;
  virtual void drop_function() noexcept = 0;

  finalizer_info info_;
  std::atomic<bool> pending_ = false;
  std::atomic<bool> at_exit_ = true;
  std::shared_ptr<finalization> self_;
  finalization_link of_object_;
  finalization_link of_exit_;
};

template <class Function>
class finalization_by final : public finalization {
 public:
  template <class F>
  finalization_by(const finalizer_info& info, F&& function)
      : finalization(info), function_(std::in_place, std::forward<F>(function)) {}

 private:
  // What the function holds is let go of when it has run, not when the last handle is.
  void invoke() override {
    struct at_end {
      finalization_by& self;
      inline ~at_end() { self.drop_function(); }
    };
    const at_end drop{*this};
    static_cast<void>(std::invoke(*function_));
  }

  void drop_function() noexcept override { function_.reset(); }

  std::optional<Function> function_;
};

/// The finalizers of one object, the last registered first. Runs them when it dies.
class pending_finalizers {
 public:
  pending_finalizers() noexcept = default;
  pending_finalizers(pending_finalizers&& other) noexcept;
  pending_finalizers& operator=(pending_finalizers&& other) noexcept;
  inline ~pending_finalizers() { run(); }

  void add(std::shared_ptr<finalization> added);
  void run() noexcept;

 private:
  std::atomic<finalization*> last_ = nullptr;
};

/// The deleter of make_finalizable: of one type for all objects, so that it is found from a pointer to a base class.
class finalizing_deleter {
 public:
  template <class T>
  void operator()(T* object) noexcept {
    delete object;
    finalizers_.run();
  }

  [[nodiscard]] inline pending_finalizers& finalizers() noexcept { return finalizers_; }

 private:
  pending_finalizers finalizers_;
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// What a finalizer calls: it takes nothing, what it returns is dropped, and it can be kept.
///
/// It is not given the object, for that is gone. It must not hold a std::shared_ptr to it either, or the object lives
/// until the program exits.
template <class Function>
concept finalizer_function = std::constructible_from<std::decay_t<Function>, Function> &&
                             std::invocable<std::decay_t<Function>&> && std::destructible<std::decay_t<Function>>;

/// Base of a class whose objects can be finalized wherever they live. An object of this class alone is a scope that
/// finalizers can be registered for.
///
/// Finalizers run when this base is destroyed: after the destructor and the members of the derived class, and also if
/// its constructor throws. A copy is another object and begins without any; a move takes them along, and assigning by
/// move runs those of what is overwritten.
///
/// One pointer in size. Thread-safety: finalizers may be registered by several threads. Exceptions: none.
class finalizable {
 public:
  finalizable() noexcept = default;
  inline finalizable(const finalizable&) noexcept {}
  finalizable(finalizable&&) noexcept = default;
  inline finalizable& operator=(const finalizable&) noexcept { return *this; }
  finalizable& operator=(finalizable&&) noexcept = default;
  ~finalizable() = default;

 private:
  friend struct detail::finalizer_access;

  mutable detail::pending_finalizers finalizers_;
};

/// Thrown by finalize for a `std::shared_ptr` that is empty, or whose object tells nobody of its death.
class not_finalizable : public std::invalid_argument {
 public:
  not_finalizable(std::string_view object, std::string_view reason)
      : std::invalid_argument(std::format("finalize: {} {}", object, reason)) {}
};

/// A handle of a function that is called exactly once: when its object dies, when the handle is called, or when the
/// program exits, whichever is first. Made by finalize.
///
/// A copy is a handle of the same function. No handle need be kept, and none keeps the object alive.
///
/// Complexity: O(1), and one lock for all finalizers of the program, not held while a function runs; a dead one has
/// none. Thread-safety: any thread may call anything. Where several are about to call the function, one does, and the
/// others do not wait for it. The function may use this and other finalizers, and register more.
/// Source: row B3; Python's `weakref.finalize`.
class finalizer {
 public:
  /// A dead one.
  finalizer() noexcept = default;

  /// Calls the function now, unless it was called or detached; whether it did.
  /// @throws what the function throws; it counts as called all the same
  inline bool operator()() const { return state_ != nullptr && state_->call(); }

  /// Gives the function up; false if it was called or detached before.
  inline bool detach() const noexcept { return state_ != nullptr && state_->give_up(); }

  /// Whether the function is still to be called.
  [[nodiscard]] inline bool alive() const noexcept { return state_ != nullptr && state_->is_pending(); }

  /// What it is for, and where it was registered, while it is alive.
  [[nodiscard]] inline std::optional<finalizer_info> peek() const noexcept {
    return alive() ? std::optional(state_->info()) : std::nullopt;
  }

  /// Whether the exit of the program calls the function if nothing else has; true at first, false for a dead one.
  [[nodiscard]] inline bool at_exit() const noexcept { return alive() && state_->runs_at_exit(); }

  /// @throws std::bad_alloc if a function cannot be registered for the exit; nothing has changed then
  inline void at_exit(bool runs) const {
    if (alive()) {
      state_->set_runs_at_exit(runs);
    }
  }

 private:
  friend struct detail::finalizer_access;

  explicit finalizer(std::shared_ptr<detail::finalization> state) noexcept : state_(std::move(state)) {}

  std::shared_ptr<detail::finalization> state_;
};

}  // namespace patterns::data_model

namespace patterns::data_model::detail {

struct finalizer_access {
  [[nodiscard]] static inline pending_finalizers& finalizers_of(const finalizable& object) noexcept {
    return object.finalizers_;
  }

  template <class Function>
  [[nodiscard]] static finalizer add(pending_finalizers& finalizers, const finalizer_info& info, Function&& function) {
    auto added = std::make_shared<finalization_by<std::decay_t<Function>>>(info, std::forward<Function>(function));
    finalizers.add(added);
    return finalizer(std::move(added));
  }
};

}  // namespace patterns::data_model::detail

export namespace patterns::data_model {

/// Has `function` called once when `object` is gone, or when the handle is called, or when the program exits.
///
///     class resource : public finalizable {
///      public:
///       explicit resource(int id) : close_(finalize(*this, [id] { close_by_id(id); })) {}
///       void close() { close_(); }
///      private:
///       finalizer close_;
///     };
///
/// Of several, the last registered is the first to be called: those of an object when it dies, and at the exit all that
/// are left. A function that is registered while others run is called with them. The exit is that of `std::exit` and of
/// `main`; objects that are static may outlive it.
///
/// An exception does not keep the others from running, and goes to the handler of set_finalizer_failure_handler.
///
/// @throws what keeping `function` throws, std::bad_alloc; nothing is registered then, and `function` is not called
/// Source: row B3.
template <std::derived_from<finalizable> T, finalizer_function Function>
finalizer finalize(T& object, Function&& function, std::source_location where = std::source_location::current()) {
  using detail::finalizer_access;
  return finalizer_access::add(finalizer_access::finalizers_of(object), {meta::unqualified_name<T>, where},
                               std::forward<Function>(function));
}

/// The same for an object of any class that a `std::shared_ptr` owns, if it is finalizable or was made by
/// make_finalizable. The pointer may have become one to a base class, or to a part.
///
/// @throws not_finalizable for any other; see also above
template <class T, finalizer_function Function>
finalizer finalize(const std::shared_ptr<T>& object, Function&& function,
                   std::source_location where = std::source_location::current()) {
  using detail::finalizer_access;
  constexpr auto name = meta::unqualified_name<T>;
  if (object == nullptr) {
    throw not_finalizable(name, "is not there: the pointer is null");
  }
  if constexpr (std::derived_from<T, finalizable>) {
    return finalizer_access::add(finalizer_access::finalizers_of(*object), {name, where},
                                 std::forward<Function>(function));
  } else {
    auto* const deleter = std::get_deleter<detail::finalizing_deleter>(object);
    if (deleter == nullptr) {
      throw not_finalizable(name,
                            "tells nobody of its death: make it by make_finalizable, or derive it from finalizable");
    }
    return finalizer_access::add(deleter->finalizers(), {name, where}, std::forward<Function>(function));
  }
}

/// A T made from `arguments`, which need not know of finalizers to have some.
///
/// Complexity: an allocation more than std::make_shared. Exceptions: those of T's constructor, std::bad_alloc.
template <class T, class... Args>
  requires std::constructible_from<T, Args...>
[[nodiscard]] std::shared_ptr<T> make_finalizable(Args&&... arguments) {
  return std::shared_ptr<T>(new T(std::forward<Args>(arguments)...), detail::finalizing_deleter());
}

/// Sets who is told of the exception of a finalizer that runs because an object dies, or at the exit; returns who was.
///
/// At first, or if set to null, a line on `std::cerr` says which finalizer failed, and why. The handler may end the
/// program. Thread-safety: any thread; the handler is called from any, at once too.
finalizer_failure_handler set_finalizer_failure_handler(finalizer_failure_handler handler) noexcept;

}  // namespace patterns::data_model
