module patterns.caching;

import std;
import patterns.concurrency;

namespace patterns::caching::detail {

/// Every load of the program: a circle may lead through several caches.
class load_graph {
 public:
  [[nodiscard]] static load_graph& all() {
    // Never destroyed: a load that an object of static storage holds may end after that.
    static auto& graph = *new load_graph;
    return graph;
  }

  void begin(async_load& load, std::uintptr_t mark) {
    const std::lock_guard lock(mutex_);
    loads_.emplace(mark, &load);
    load.mark_ = mark;
  }

  void end(async_load& load) noexcept {
    const std::lock_guard lock(mutex_);
    loads_.erase(std::exchange(load.mark_, 0));
  }

  void enter(load_dependency& edge, std::uintptr_t mark) noexcept {
    const std::lock_guard lock(mutex_);
    const auto found = loads_.find(mark);
    if (found == loads_.end()) {
      return;
    }
    ++search_;
    edge.circular_ = reaches(*edge.target_, *found->second);
    if (!edge.circular_) {
      edge.from_ = found->second;
      edge.next_ = std::exchange(edge.from_->waits_for_, &edge);
    }
  }

  void leave(const load_dependency& edge) noexcept {
    const std::lock_guard lock(mutex_);
    auto** link = &edge.from_->waits_for_;
    while (*link != &edge) {
      link = &(*link)->next_;
    }
    *link = edge.next_;
  }

 private:
  // What waits for `wanted` is one chain as a rule; it branches where one load awaits several others at once.
  [[nodiscard]] bool reaches(async_load& from, const async_load& wanted) noexcept {
    for (auto* load = &from; load != nullptr;) {
      if (load == &wanted) {
        return true;
      }
      if (std::exchange(load->seen_, search_) == search_ || load->waits_for_ == nullptr) {
        return false;
      }
      for (const auto* edge = load->waits_for_->next_; edge != nullptr; edge = edge->next_) {
        if (reaches(*edge->target_, wanted)) {
          return true;
        }
      }
      load = load->waits_for_->target_;
    }
    return false;
  }

  std::mutex mutex_;
  std::unordered_map<std::uintptr_t, async_load*> loads_;
  std::uint64_t search_ = 0;
};

namespace {

/// Equal tokens have equal marks: all that a token consists of is a reference to what it shares with its copies.
std::uintptr_t mark_of(const concurrency::stop_token& token) noexcept {
  static_assert(sizeof(token) == sizeof(std::uintptr_t));
  std::array<std::byte, sizeof(token)> bytes{};
  std::ranges::copy(std::as_bytes(std::span(&token, 1)), bytes.begin());
  return std::bit_cast<std::uintptr_t>(bytes);
}

}  // namespace

void async_load::begin(const concurrency::stop_token& token) {
  load_graph::all().begin(*this, mark_of(token));
}

void async_load::end() noexcept {
  load_graph::all().end(*this);
}

load_dependency::load_dependency(const concurrency::stop_token& token, async_load& target) noexcept : target_(&target) {
  if (token.stop_possible()) {
    load_graph::all().enter(*this, mark_of(token));
  }
}

load_dependency::~load_dependency() {
  if (from_ != nullptr) {
    load_graph::all().leave(*this);
  }
}

}  // namespace patterns::caching::detail
