// C2: a read of a value that is there is the load of a pointer and a test, as a double-checked lock by hand.
import std;
import patterns.caching;

using patterns::caching::shared_cached_property;

struct report {
  int rows;
  shared_cached_property<double> total;
};

struct plain_report {
  int rows;
  mutable std::atomic<const double*> total;
};

template <class F>
[[gnu::noinline]] const double& fill(std::atomic<const double*>& total, const F& compute) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  if (total.load(std::memory_order_relaxed) == nullptr) {
    total.store(new double(compute()), std::memory_order_release);
  }
  return *total.load(std::memory_order_relaxed);
}

extern "C" {

double ours_read(const report& object) {
  return object.total.get([&] { return static_cast<double>(object.rows); });
}

double by_hand_read(const plain_report& object) {
  const auto* const ready = object.total.load(std::memory_order_acquire);
  return ready != nullptr ? *ready : fill(object.total, [&] { return static_cast<double>(object.rows); });
}

const double* ours_look(const report& object) {
  return object.total.get_if();
}

const double* by_hand_look(const plain_report& object) {
  return object.total.load(std::memory_order_acquire);
}
}
