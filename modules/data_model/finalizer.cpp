module patterns.data_model;

import std;

namespace patterns::data_model {

namespace {

void write_failure(const finalizer_info& info, std::exception_ptr error) noexcept {
  try {
    std::string reason = "an exception of unknown type";
    try {
      std::rethrow_exception(std::move(error));
    } catch (const std::exception& known) {
      reason = known.what();
    } catch (...) {  // NOLINT(bugprone-empty-catch): the reason says so
    }
    std::cerr << std::format("finalizer of {} registered at {}:{} failed: {}\n", info.object, info.where.file_name(),
                             info.where.line(), reason);
  } catch (...) {  // NOLINT(bugprone-empty-catch): nobody is left to be told
  }
}

constinit std::atomic<finalizer_failure_handler> failure_handler = write_failure;

void run_at_exit() noexcept;

}  // namespace

finalizer_failure_handler set_finalizer_failure_handler(finalizer_failure_handler handler) noexcept {
  return failure_handler.exchange(handler == nullptr ? write_failure : handler);
}

namespace detail {

/// What is pending, of whatever object. Everything but `run` is called under the lock.
struct finalization_book {
  using link = finalization_link finalization::*;
  static constexpr link of_object = &finalization::of_object_;
  static constexpr link of_exit = &finalization::of_exit_;

  std::mutex mutex;
  std::atomic<finalization*> last_of_exit = nullptr;
  bool exit_is_watched = false;

  // Never destroyed: objects that are static are finalized after whatever would destroy it.
  static finalization_book& get() {
    static auto* const instance = new finalization_book();
    return *instance;
  }

  static void put(std::atomic<finalization*>& first, finalization& added, link which) noexcept {
    auto* const next = first.load(std::memory_order_relaxed);
    (added.*which).next.store(next, std::memory_order_relaxed);
    (added.*which).before = &first;
    if (next != nullptr) {
      (next->*which).before = &(added.*which).next;
    }
    first.store(&added, std::memory_order_release);
  }

  static void take(finalization& taken, link which) noexcept {
    auto* const before = std::exchange((taken.*which).before, nullptr);
    if (before == nullptr) {
      return;
    }
    auto* const next = (taken.*which).next.load(std::memory_order_relaxed);
    if (next != nullptr) {
      (next->*which).before = before;
    }
    // Last: an object that sees its list empty may be gone at once.
    before->store(next, std::memory_order_release);
  }

  /// All elements of a list, to another that is empty.
  static void move(std::atomic<finalization*>& from, std::atomic<finalization*>& to) noexcept {
    auto* const first = from.load(std::memory_order_relaxed);
    to.store(first, std::memory_order_release);
    from.store(nullptr, std::memory_order_relaxed);
    if (first != nullptr) {
      first->of_object_.before = &to;
    }
  }

  /// Gives the one who calls it the only right to run the function.
  [[nodiscard]] static std::shared_ptr<finalization> claim(finalization& claimed) noexcept {
    if (!claimed.is_pending()) {
      return nullptr;
    }
    claimed.pending_.store(false, std::memory_order_release);
    take(claimed, of_object);
    take(claimed, of_exit);
    return std::move(claimed.self_);
  }

  /// @throws std::bad_alloc
  void watch_exit() {
    if (!exit_is_watched) {
      if (std::atexit(run_at_exit) != 0) {
        throw std::bad_alloc();
      }
      exit_is_watched = true;
    }
  }

  [[nodiscard]] std::shared_ptr<finalization> claim_for_exit() noexcept {
    const std::scoped_lock lock(mutex);
    while (auto* const last = last_of_exit.load(std::memory_order_relaxed)) {
      if (last->runs_at_exit()) {
        return claim(*last);
      }
      take(*last, of_exit);
    }
    // One that comes later, from the destructor of a static object, asks for the exit anew.
    exit_is_watched = false;
    return nullptr;
  }

  static void run(finalization& claimed) noexcept {
    try {
      claimed.invoke();
    } catch (...) {
      failure_handler.load()(claimed.info(), std::current_exception());
    }
  }
};

finalization::~finalization() = default;

void finalization::set_runs_at_exit(bool runs) {
  auto& book = finalization_book::get();
  const std::scoped_lock lock(book.mutex);
  if (runs && is_pending() && of_exit_.before == nullptr) {
    book.watch_exit();
    finalization_book::put(book.last_of_exit, *this, finalization_book::of_exit);
  }
  at_exit_.store(runs, std::memory_order_relaxed);
}

bool finalization::call() {
  std::shared_ptr<finalization> claimed;
  {
    const std::scoped_lock lock(finalization_book::get().mutex);
    claimed = finalization_book::claim(*this);
  }
  if (claimed == nullptr) {
    return false;
  }
  claimed->invoke();
  return true;
}

bool finalization::give_up() noexcept {
  std::shared_ptr<finalization> claimed;
  {
    const std::scoped_lock lock(finalization_book::get().mutex);
    claimed = finalization_book::claim(*this);
  }
  if (claimed == nullptr) {
    return false;
  }
  claimed->drop_function();
  return true;
}

pending_finalizers::pending_finalizers(pending_finalizers&& other) noexcept {
  if (other.last_.load(std::memory_order_acquire) != nullptr) {
    const std::scoped_lock lock(finalization_book::get().mutex);
    finalization_book::move(other.last_, last_);
  }
}

pending_finalizers& pending_finalizers::operator=(pending_finalizers&& other) noexcept {
  if (this != &other) {
    pending_finalizers overwritten;
    const std::scoped_lock lock(finalization_book::get().mutex);
    finalization_book::move(last_, overwritten.last_);
    finalization_book::move(other.last_, last_);
  }
  return *this;
}

void pending_finalizers::add(std::shared_ptr<finalization> added) {
  auto& book = finalization_book::get();
  const std::scoped_lock lock(book.mutex);
  book.watch_exit();
  auto& pending = *added;
  pending.self_ = std::move(added);
  finalization_book::put(last_, pending, finalization_book::of_object);
  finalization_book::put(book.last_of_exit, pending, finalization_book::of_exit);
  pending.pending_.store(true, std::memory_order_release);
}

void pending_finalizers::run() noexcept {
  while (last_.load(std::memory_order_acquire) != nullptr) {
    std::shared_ptr<finalization> claimed;
    {
      const std::scoped_lock lock(finalization_book::get().mutex);
      if (auto* const last = last_.load(std::memory_order_relaxed)) {
        claimed = finalization_book::claim(*last);
      }
    }
    if (claimed != nullptr) {
      finalization_book::run(*claimed);
    }
  }
}

}  // namespace detail

namespace {

void run_at_exit() noexcept {
  while (const auto claimed = detail::finalization_book::get().claim_for_exit()) {
    detail::finalization_book::run(*claimed);
  }
}

}  // namespace

}  // namespace patterns::data_model
