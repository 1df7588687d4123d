/// @file
/// B13 · fluent: chained calls that keep the most derived type.
export module patterns.typing:fluent;

import std;

export namespace patterns::typing {

template <class Derived>
class fluent;

/// A class that derives from `fluent` of itself, directly or through bases that pass `Derived` on.
template <class Derived>
concept fluent_class = std::is_class_v<Derived> && std::derived_from<Derived, fluent<Derived>>;

/// A step of a chain: called with the object, and with arguments that it may take. What it returns is dropped.
template <class Step, class Derived, class... Args>
concept chain_step = std::invocable<Step, Derived&, Args...>;

/// Base of a class whose functions return the object that they are called on, to call the next one:
///
///     template <class Derived>
///     class shape : public fluent<Derived> {
///      public:
///       Derived& color(std::string name) & { return this->chain([&] { color_ = std::move(name); }); }
///       Derived color(std::string name) && {
///         return std::move(*this).chain([&] { color_ = std::move(name); });
///       }
///     ...
///     class circle final : public shape<circle> { ... };
///
/// Called on an lvalue, a step returns a reference to the same object. Called on an rvalue, it returns a value: both
/// `auto x = make().a().b();` and `auto&& x = make().a();` are safe, where a returned `Derived&&` would dangle.
/// A function that is a setter and no more needs none of this: `make().with(&circle::set_radius, 2.0)`.
///
/// @tparam Derived  the most derived class; see fluent_class. Make it final: what derives from it is chained as
/// Derived.
///
/// Complexity: nothing on an lvalue; one move of Derived a step on an rvalue. Adds nothing to the size of Derived.
/// Exceptions: what the step and the move throw. Source: row B13; PEP 673.
template <class Derived>
class fluent {
 public:
  /// Calls `step(object, args...)`, such as a member function of Derived or a function object.
  template <class Step, class... Args>
    requires fluent_class<Derived> && chain_step<Step, Derived, Args...>
  constexpr Derived& with(Step&& step, Args&&... args) & {
    static_cast<void>(std::invoke(std::forward<Step>(step), self(), std::forward<Args>(args)...));
    return self();
  }

  template <class Step, class... Args>
    requires fluent_class<Derived> && chain_step<Step, Derived, Args...> && std::move_constructible<Derived>
  [[nodiscard]] constexpr Derived with(Step&& step, Args&&... args) && {
    return std::move(with(std::forward<Step>(step), std::forward<Args>(args)...));
  }

 protected:
  fluent() = default;
  fluent(const fluent&) = default;
  fluent(fluent&&) = default;
  fluent& operator=(const fluent&) = default;
  fluent& operator=(fluent&&) = default;
  ~fluent() = default;

  /// The object as what it is.
  template <class Self = Derived>
    requires fluent_class<Self>
  [[nodiscard]] constexpr Self& self() & noexcept {
    return static_cast<Self&>(*this);
  }
  template <class Self = Derived>
    requires fluent_class<Self>
  [[nodiscard]] constexpr const Self& self() const& noexcept {
    return static_cast<const Self&>(*this);
  }
  /// By value, so that nobody is left with a reference to a temporary.
  template <class Self = Derived>
    requires fluent_class<Self> && std::move_constructible<Self>
  [[nodiscard]] constexpr Self self() && noexcept(std::is_nothrow_move_constructible_v<Self>) {
    return std::move(static_cast<Self&>(*this));
  }
  template <class Self = Derived>
  void self() const&& = delete;

  /// Runs `step()` or `step(object)`, then returns the object as `self` does.
  template <class Step>
    requires fluent_class<Derived> && (std::invocable<Step> || chain_step<Step, Derived>)
  constexpr Derived& chain(Step&& step) & {
    run(std::forward<Step>(step));
    return self();
  }
  template <class Step>
    requires fluent_class<Derived> &&
             (std::invocable<Step> || chain_step<Step, Derived>) && std::move_constructible<Derived>
  [[nodiscard]] constexpr Derived chain(Step&& step) && {
    run(std::forward<Step>(step));
    return std::move(*this).self();
  }

 private:
  template <class Step>
  constexpr void run(Step&& step) {
    if constexpr (std::invocable<Step>) {
      static_cast<void>(std::invoke(std::forward<Step>(step)));
    } else {
      static_cast<void>(std::invoke(std::forward<Step>(step), self()));
    }
  }
};

}  // namespace patterns::typing
