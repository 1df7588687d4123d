/// @file
/// A22 · proxy, logging_proxy: stands for an object, and sees every call that is made through it.
export module patterns.design:proxy;

import std;
import patterns.meta;
import :calculator;
import :part;

export namespace patterns::design {

/// How an object is reached through a proxy.
enum class access_kind {
  /// `proxy->member`: until the end of the full expression. Which member it is cannot be seen.
  arrow,
  /// `*proxy`: what is done with the reference is not seen.
  star,
  /// `proxy.call<&T::member>()`.
  call,
};

/// A call through a proxy.
struct access {
  /// The type of the object, without its scope.
  std::string_view type;
  /// The name of the member; empty where it cannot be seen.
  std::string_view member;
  access_kind kind;
  /// Whether the object was reached as const.
  bool is_const;

  [[nodiscard]] bool operator==(const access&) const = default;
};

/// What a proxy tells of each access: before it, and after it whether it ended by an exception.
///
/// If `before` throws, the access does not come about. It is called as const, because calls may meet in it.
template <class Interceptor>
concept access_interceptor = std::is_object_v<Interceptor> && std::move_constructible<Interceptor> &&
                             requires(const Interceptor& interceptor, const access& seen, bool failed) {
                               interceptor.before(seen);
                               { interceptor.after(seen, failed) } noexcept;
                             };

}  // namespace patterns::design

namespace patterns::design::detail {

template <class Interceptor>
class access_scope {
 public:
  access_scope(const Interceptor& interceptor, const access& seen) : interceptor_(interceptor), seen_(seen) {
    interceptor_.before(seen_);
  }
  access_scope(const access_scope&) = delete;
  access_scope& operator=(const access_scope&) = delete;
  ~access_scope() { interceptor_.after(seen_, std::uncaught_exceptions() > exceptions_); }

 private:
  const Interceptor& interceptor_;
  access seen_;
  int exceptions_ = std::uncaught_exceptions();
};

/// Lives until the end of the full expression that the arrow stands in.
template <class T, class Interceptor>
class access_arrow {
 public:
  access_arrow(T& object, const Interceptor& interceptor, const access& seen)
      : scope_(interceptor, seen), object_(std::addressof(object)) {}

  [[nodiscard]] T* operator->() const noexcept { return object_; }

 private:
  access_scope<Interceptor> scope_;
  T* object_;
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// Stands for an object, and tells an interceptor of every access to it: the base of proxies that log, count, check or
/// lock.
///
/// It has the object, or, if Target is a pointer or std::reference_wrapper, the one that leads to. It is used like a
/// pointer, but gives what it has as const where it is const itself.
///
/// @tparam Target       see part_of_a_whole
/// @tparam Interceptor  see access_interceptor; kept by the proxy
///
/// Complexity: two calls of the interceptor an access. Thread-safety: as the object and the interceptor; the proxy adds
/// no state. Exceptions: those of `before` and of the object.
/// Source: row A22; Python's `__getattr__`; Stroustrup, Wrapping C++ Member Function Calls, 2000.
template <part_of_a_whole Target, access_interceptor Interceptor>
class proxy {
 public:
  /// What the proxy stands for.
  using element_type = detail::used_part_t<Target>;

  /// @throws missing_part if `target` is a null pointer or otherwise without a value
  explicit proxy(Target target, Interceptor interceptor = Interceptor())
      : target_(std::move(target)), interceptor_(std::move(interceptor)) {
    if (detail::is_missing(target_)) {
      throw missing_part("proxy", meta::unqualified_name<element_type>);
    }
  }

  [[nodiscard]] auto operator->() {
    return detail::access_arrow<element_type, Interceptor>(object(), interceptor_,
                                                           seen<element_type>(access_kind::arrow));
  }
  [[nodiscard]] auto operator->() const {
    return detail::access_arrow<const element_type, Interceptor>(object(), interceptor_,
                                                                 seen<const element_type>(access_kind::arrow));
  }

  [[nodiscard]] element_type& operator*() {
    const detail::access_scope scope(interceptor_, seen<element_type>(access_kind::star));
    return object();
  }
  [[nodiscard]] const element_type& operator*() const {
    const detail::access_scope scope(interceptor_, seen<const element_type>(access_kind::star));
    return object();
  }

  /// Calls a member that the interceptor is told the name of: `proxy.call<&account::deposit>(5)`.
  template <auto Member, class... Args>
    requires std::invocable<decltype(Member), element_type&, Args...>
  decltype(auto) call(Args&&... args) {
    const detail::access_scope scope(interceptor_, seen<element_type>(access_kind::call, meta::member_name<Member>));
    return std::invoke(Member, object(), std::forward<Args>(args)...);
  }
  template <auto Member, class... Args>
    requires std::invocable<decltype(Member), const element_type&, Args...>
  decltype(auto) call(Args&&... args) const {
    const detail::access_scope scope(interceptor_,
                                     seen<const element_type>(access_kind::call, meta::member_name<Member>));
    return std::invoke(Member, object(), std::forward<Args>(args)...);
  }

 private:
  template <class T>
  [[nodiscard]] static constexpr access seen(access_kind kind, std::string_view member = {}) noexcept {
    return {meta::unqualified_name<T>, member, kind, std::is_const_v<T>};
  }

  [[nodiscard]] constexpr element_type& object() noexcept { return detail::used_part(target_); }
  [[nodiscard]] constexpr const element_type& object() const noexcept { return detail::used_part(target_); }

  [[no_unique_address]] Target target_;
  [[no_unique_address]] Interceptor interceptor_;
};

/// When something is reported of an access.
enum class access_phase { begins, returns, throws };

/// What a logging_proxy reports: of `*proxy` that it begins, of any other access that it begins, and how it ends.
struct access_report {
  access what;
  access_phase phase;

  [[nodiscard]] bool operator==(const access_report&) const = default;

  /// `account::deposit begins`, `const account-> returns`, `*account`.
  [[nodiscard]] inline std::string text() const {
    const std::string_view constness = what.is_const ? "const " : "";
    if (what.kind == access_kind::star) {
      return std::format("*{}{}", constness, what.type);
    }
    const std::string_view ending = phase == access_phase::begins    ? "begins"
                                    : phase == access_phase::returns ? "returns"
                                                                     : "throws";
    return std::format("{}{}{}{} {}", constness, what.type, what.kind == access_kind::arrow ? "->" : "::", what.member,
                       ending);
  }
};

/// What reports go to. It is called as const: calls through one proxy, or through several, may meet in it. A function
/// that several threads must not call at once is made a sink by synchronized_sink.
template <class Sink>
concept access_sink =
    std::is_object_v<Sink> && std::move_constructible<Sink> && std::invocable<const Sink&, const access_report&>;

/// Lets one report at a time reach a function; copies share the function and the lock.
///
/// The function must not itself use a proxy that reports to this sink. Thread-safety: may be called from any thread.
template <std::invocable<const access_report&> Function>
class synchronized_sink {
 public:
  /// @throws missing_part if `function` is a null pointer or an empty function wrapper
  explicit synchronized_sink(Function function) {
    if (detail::is_empty(function)) {
      throw missing_part("synchronized_sink", "function");
    }
    shared_ = std::make_shared<shared>(std::move(function));
  }

  void operator()(const access_report& report) const {
    const std::scoped_lock lock(shared_->mutex);
    std::invoke(shared_->function, report);
  }

 private:
  struct shared {
    explicit shared(Function&& given) : function(std::move(given)) {}

    std::mutex mutex;
    Function function;
  };

  std::shared_ptr<shared> shared_;
};

}  // namespace patterns::design

namespace patterns::design::detail {

template <access_sink Sink>
class reporter {
 public:
  explicit reporter(Sink sink) : sink_(std::move(sink)) {
    if (is_empty(sink_)) {
      throw missing_part("logging_proxy", "sink");
    }
  }

  void before(const access& seen) const { std::invoke(sink_, access_report{seen, access_phase::begins}); }

  void after(const access& seen, bool failed) const noexcept {
    if (seen.kind == access_kind::star) {
      return;
    }
    try {
      std::invoke(sink_, access_report{seen, failed ? access_phase::throws : access_phase::returns});
    } catch (...) {  // NOLINT(bugprone-empty-catch): the call has been made, and its result or exception counts
    }
  }

 private:
  [[no_unique_address]] Sink sink_;
};

}  // namespace patterns::design::detail

export namespace patterns::design {

/// Stands for an object, and reports every call through it.
///
///     logging_proxy audited(account(), synchronized_sink(write_line));
///     audited->deposit(5);                  // account-> begins, account-> returns
///     audited.call<&account::deposit>(5);   // account::deposit begins, account::deposit returns
///
/// Where the sink throws before a call, the call is not made; where it throws after one, that report is lost.
///
/// @tparam T     what it stands for; a pointer or std::reference_wrapper stands for what it leads to; see proxy
/// @tparam Sink  what the reports go to; see access_sink
///
/// Complexity: two calls of the sink an access. Thread-safety: const accesses may be made at once if the object allows
/// it, for a sink does. Source: row A22.
template <part_of_a_whole T, access_sink Sink>
class logging_proxy : public proxy<T, detail::reporter<Sink>> {
 public:
  /// @throws missing_part if `target` is a null pointer or otherwise without a value
  explicit logging_proxy(T target)
    requires std::default_initializable<Sink> && (!detail::can_be_missing<Sink>)
      : logging_proxy(std::move(target), Sink()) {}
  /// @throws missing_part if `target` or `sink` is a null pointer or otherwise without a value
  explicit logging_proxy(T target, Sink sink)
      : proxy<T, detail::reporter<Sink>>(std::move(target), detail::reporter<Sink>(std::move(sink))) {}
};

}  // namespace patterns::design
