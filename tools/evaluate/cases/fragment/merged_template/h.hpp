#pragma once
template <class T>
concept small = sizeof(T) < 8;
template <class T>
struct box {
  T held;
  static constexpr int kind = 1;
  friend bool operator==(const box& a, const box& b) { return a.held == b.held; }
};
template <small T>
struct box<T*> {
  static constexpr int kind = 2;
};
