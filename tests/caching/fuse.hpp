#pragma once

// To be included after every header of a library.
import std;

namespace patterns_test {

/// A fuse that blows once, after as many uses as it is set to; below 0 it never does.
struct fuse {
  static inline int left = -1;

  static void use() {
    if (left >= 0 && left-- == 0) {
      throw std::runtime_error("fuse");
    }
  }
};

/// A key and a value whose every operation uses the fuse.
struct fragile {
  int number;

  fragile(int n) : number(n) { fuse::use(); }
  fragile(const fragile& other) : number(other.number) { fuse::use(); }
  fragile& operator=(const fragile&) = delete;

  friend bool operator==(const fragile& a, const fragile& b) {
    fuse::use();
    return a.number == b.number;
  }
};

struct fragile_hash {
  std::size_t operator()(const fragile& key) const {
    fuse::use();
    return static_cast<std::size_t>(key.number % 2);
  }
};

struct fragile_weigher {
  std::size_t operator()(const fragile&, const fragile&) const {
    fuse::use();
    return 1;
  }
};

}  // namespace patterns_test
