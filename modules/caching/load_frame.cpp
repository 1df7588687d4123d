module patterns.caching;

import std;

namespace patterns::caching::detail {

namespace {

constinit thread_local const load_frame* innermost_load = nullptr;

}  // namespace

load_frame::load_frame(const void* cache, const void* key, show_key show) noexcept
    : cache_(cache), key_(key), show_(show), outer_(innermost_load), depth_(depth() + 1) {
  innermost_load = this;
}

load_frame::~load_frame() {
  innermost_load = outer_;
}

std::size_t load_frame::depth() noexcept {
  return innermost_load == nullptr ? 0 : innermost_load->depth_;
}

const load_frame* load_frame::innermost() noexcept {
  return innermost_load;
}

std::string load_frame::chain_from(const load_frame* first) {
  constexpr std::size_t shown = 16;
  std::vector<const load_frame*> frames;
  for (const auto* frame = innermost_load; frame != nullptr; frame = frame == first ? nullptr : frame->outer_) {
    frames.push_back(frame);
  }
  std::string chain;
  for (std::size_t i = frames.size(); i-- > 0;) {
    const auto from_start = frames.size() - 1 - i;
    if (frames.size() > shown && from_start >= shown / 2 && i >= shown / 2) {
      if (from_start == shown / 2) {
        chain += std::format("({} more) -> ", frames.size() - shown);
      }
      continue;
    }
    chain += frames[i]->show_(frames[i]->key_);
    chain += " -> ";
  }
  if (!chain.empty()) {
    chain.resize(chain.size() - 4);
  }
  return chain;
}

}  // namespace patterns::caching::detail
