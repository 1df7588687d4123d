/// @file
/// B30 · dispatcher: a function chosen by the dynamic types of its arguments.
export module patterns.typing:dispatcher;

import std;
import :dispatch_core;
import :null_error;
import :overload;

namespace patterns::typing::detail {

// Small enough to travel in the word of a slot, and nothing to destroy.
template <class F>
inline constexpr bool fits_word = sizeof(F) <= sizeof(std::uintptr_t) && std::is_trivially_copyable_v<F>;

using word_bytes = std::array<std::byte, sizeof(std::uintptr_t)>;

template <class F>
[[nodiscard]] std::uintptr_t to_word(const F& function) noexcept {
  const auto bytes = std::bit_cast<std::array<std::byte, sizeof(F)>>(function);
  word_bytes word{};
  std::ranges::copy(bytes, word.begin());
  return std::bit_cast<std::uintptr_t>(word);
}

template <class F>
[[nodiscard]] inline F from_word(std::uintptr_t word) noexcept {
  const auto all = std::bit_cast<word_bytes>(word);
  std::array<std::byte, sizeof(F)> bytes;
  std::ranges::copy_n(all.begin(), sizeof(F), bytes.begin());
  return std::bit_cast<F>(bytes);
}

template <class F>
void destroy(void* function) noexcept {
  delete static_cast<F*>(function);
}

// What a table calls: from the word to the function, from the declared arguments to those it takes. The word comes
// last, where it does not push the arguments into other registers.
template <class F, class Params, class R, class... Args>
struct thunk;

template <class F, class... Params, class R, class... Args>
struct thunk<F, parameter_list<Params...>, R, Args...> {
  static R call(passed_t<Args>... args, std::uintptr_t word) {
    if constexpr (fits_word<F>) {
      const F function = from_word<F>(word);
      return apply(function, std::forward<passed_t<Args>>(args)...);
    } else {
      return apply(*std::bit_cast<const F*>(word), std::forward<passed_t<Args>>(args)...);
    }
  }

 private:
  static R apply(const F& function, passed_t<Args>&&... args) {
    if constexpr (std::is_void_v<R>) {
      static_cast<void>(std::invoke(function, pass<Params, Args>(args)...));
    } else {
      return std::invoke(function, pass<Params, Args>(args)...);
    }
  }

  template <class Param, class Arg>
  static given_t<Param, Arg> pass(std::remove_reference_t<passed_t<Arg>>& arg) {
    if constexpr (is_dynamic<Arg>) {
      return static_cast<given_t<Param, Arg>>(as_part<std::remove_cvref_t<Param>>(arg));
    } else {
      return static_cast<given_t<Param, Arg>>(arg);
    }
  }
};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// Keeps an overload in its dispatcher; the overload goes with it. May outlive the dispatcher.
///
/// A call that is already running finishes, on whatever thread, and what the overload has captured lives as long; no
/// later call chooses it.
class [[nodiscard]] overload_token {
 public:
  overload_token() = default;
  overload_token(std::weak_ptr<detail::dispatch_core> core, std::uint64_t id) noexcept
      : core_(std::move(core)), id_(id) {}
  overload_token(overload_token&&) noexcept = default;
  overload_token& operator=(overload_token&& other) noexcept {
    if (this != &other) {
      overload_token taken(std::move(other));  // first: the overload that goes may own `other`
      reset();
      core_ = std::move(taken.core_);
      id_ = taken.id_;
    }
    return *this;
  }
  ~overload_token() { reset(); }

  /// Takes the overload out of the dispatcher.
  void reset() noexcept {
    if (const auto core = std::exchange(core_, {}).lock()) {
      core->remove(id_);
    }
  }

  /// Leaves the overload in the dispatcher for good.
  void release() noexcept { core_.reset(); }

 private:
  std::weak_ptr<detail::dispatch_core> core_;
  std::uint64_t id_ = 0;
};

template <dispatchable Signature>
class dispatcher;

/// A function whose overloads are chosen by the dynamic types of up to three arguments: the one that takes the most
/// derived classes. The classes are any polymorphic ones, unchanged and never registered.
///
///     dispatcher<bool(const body&, const body&)> collide("collide");
///     const auto token = collide.add([](const ship&, const rock&) { return true; });
///     collide(first, second);
///
/// An overload is better than another if it is at least as specific in each dynamic argument, and more so in one.
/// A `const std::any&` is dynamic too: its overloads take the very type inside, or the std::any itself as a fallback.
/// All other arguments, and those marked by as_declared, are passed on.
///
/// @tparam R(Args...)  the signature; see dispatchable
///
/// Complexity: a call is a look-up by the addresses of the type_info objects, O(1), and an indirect call. The first
/// call with a combination of types tries each overload, and compares those that apply. An overload that takes a
/// class with a virtual base in between costs a dynamic_cast a call; one with captures larger than a pointer, or not
/// trivial, two atomic operations.
/// Thread-safety: any number of calls, and of overloads that come and go, at once. A call takes no lock, unless its
/// types are seen for the first time since an overload came or went, or it fails.
/// Exceptions: what the overload throws; no_overload and ambiguous_overload, which call nothing.
/// Source: row B30; Pirkelbauer, Solodkyy and Stroustrup, Open Multi-Methods for C++, 2007.
template <class R, class... Args>
  requires dispatchable<R(Args...)>
class dispatcher<R(Args...)> {
 public:
  /// @param name  how errors call it
  explicit dispatcher(std::string name = "dispatcher")
      : core_(std::make_shared<detail::dispatch_core>(std::move(name), dynamic_count)) {}

  dispatcher(const dispatcher&) = delete;
  dispatcher& operator=(const dispatcher&) = delete;

  /// Adds an overload, which stays until the token goes. Its parameters are those of its call operator.
  ///
  /// Two of the same parameter types are no error here: a call that would choose them is ambiguous.
  /// @throws null_error for a null function pointer or an empty std::function; std::bad_alloc, and what the move of
  /// `function` throws; nothing is added then
  template <class F>
    requires overload_for<F, R(Args...)>
  overload_token add(F function) {
    return add_taking<typename detail::parameters<F>::type>(std::move(function));
  }

  /// The same with the parameters said, for a generic lambda or an overloaded call operator:
  /// `area.add<const square&>([](const auto& shape) { ... })`.
  template <class... Params, class F>
    requires detail::overload_taking<F, R(Args...), detail::parameter_list<Params...>>
  overload_token add(F function) {
    return add_taking<detail::parameter_list<Params...>>(std::move(function));
  }

  /// Calls the most specific overload.
  /// @throws no_overload, ambiguous_overload
  R operator()(detail::passed_t<Args>... args) const {
    const auto found = core_->find(detail::key_of<dynamic_count>(seen(args...)));
    if (found.call != nullptr) [[likely]] {
      return typed(found.call)(std::forward<detail::passed_t<Args>>(args)..., found.word);
    }
    return call_slowly(std::forward<detail::passed_t<Args>>(args)..., std::bit_cast<std::uintptr_t>(core_.get()));
  }

  /// Whether a call with these arguments would find its overload.
  [[nodiscard]] bool accepts(const std::remove_reference_t<detail::passed_t<Args>>&... args) const {
    return core_->accepts(seen(args...));
  }

  /// The dynamic parameter types of each overload, as `(rock, ship)`, sorted.
  [[nodiscard]] std::vector<std::string> signatures() const { return core_->signatures(); }

  /// Forgets which overload was chosen for which types; calls find out anew.
  ///
  /// To be called after a shared library is unloaded that had passed objects of its own classes, but had added no
  /// overload: another's classes may come to lie at the same addresses.
  void forget() noexcept { core_->forget(); }

 private:
  static constexpr std::size_t dynamic_count = detail::dynamic_count<Args...>;

  struct pin {
    detail::dispatch_core& core;
    detail::overload_state* state;
    pin(detail::dispatch_core& c, detail::overload_state* s) noexcept : core(c), state(s) {}
    pin(const pin&) = delete;
    pin& operator=(const pin&) = delete;
    ~pin() { core.unpin(state); }
  };

  [[nodiscard]] static inline detail::arguments seen(const std::remove_reference_t<detail::passed_t<Args>>&... args) {
    detail::arguments result{};
    std::size_t i = 0;
    (see<Args>(result, i, args), ...);
    return result;
  }

  [[nodiscard]] static inline auto typed(void (*call)()) noexcept {
    return reinterpret_cast<R (*)(detail::passed_t<Args>..., std::uintptr_t)>(call);
  }

  // For types that are seen for the first time, and in place of an overload that has a state to pin. A function of its
  // own: what it keeps in memory would keep the usual call from staying in registers.
  [[gnu::noinline]] static R call_slowly(detail::passed_t<Args>... args, std::uintptr_t word) {
    auto& core = *std::bit_cast<detail::dispatch_core*>(word);
    const auto given = seen(args...);
    auto* state = core.find_state(detail::key_of<dynamic_count>(given));
    if (state == nullptr) {
      const auto found = core.resolve(given);
      if (found.state == nullptr) {
        return typed(found.called.call)(std::forward<detail::passed_t<Args>>(args)..., found.called.word);
      }
      state = found.state;
    }
    const pin pinned(core, state);
    const auto called = state->called();
    return typed(called.call)(std::forward<detail::passed_t<Args>>(args)..., called.word);
  }

  template <class Arg, class T>
  static inline void see(detail::arguments& given, std::size_t& i, const T& arg) noexcept {
    if constexpr (detail::is_dynamic<Arg>) {
      given[i++] = detail::argument_of(arg);
    }
  }

  template <class Params>
  struct described;

  template <class... Params>
  struct described<detail::parameter_list<Params...>> {
    static void in(detail::overload_record& overload) noexcept {
      std::size_t i = 0;
      (describe<Params, Args>(overload, i), ...);
    }
  };

  template <class Param, class Arg>
  static void describe(detail::overload_record& overload, std::size_t& i) noexcept {
    if constexpr (detail::is_dynamic<Arg>) {
      overload.parameters[i++] = &detail::parameter_of<std::remove_cvref_t<Arg>, std::remove_cvref_t<Param>>;
    }
  }

  template <class Params, class F>
  overload_token add_taking(F function) {
    if constexpr (detail::nullable<F>) {
      if (function == nullptr) {
        throw null_error(core_->name() + ": the overload");
      }
    }
    detail::overload_record overload;
    described<Params>::in(overload);
    const auto call = reinterpret_cast<void (*)()>(&detail::thunk<F, Params, R, Args...>::call);
    if constexpr (detail::fits_word<F>) {
      overload.called = {call, detail::to_word(function)};
      return {core_, core_->add(overload)};
    } else {
      overload.called.call = reinterpret_cast<void (*)()>(&call_slowly);
      auto state = std::make_unique<F>(std::move(function));
      const auto id = core_->add(overload, {call, std::bit_cast<std::uintptr_t>(state.get())}, &detail::destroy<F>);
      static_cast<void>(state.release());
      return {core_, id};
    }
  }

  std::shared_ptr<detail::dispatch_core> core_;
};

}  // namespace patterns::typing
