#pragma once
template <class T>
struct slot {
  static int uses;
};
template <class T>
int slot<T>::uses = 0;
