// Runs a function on a stack of 256 KiB, where anything that recurses per coroutine overflows long before a million.
#pragma once

#include <pthread.h>

template <class F>
void on_small_stack(F body) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 256 * 1024);
  pthread_t thread;
  const int failure = pthread_create(
      &thread, &attributes,
      [](void* argument) -> void* {
        (*static_cast<F*>(argument))();
        return nullptr;
      },
      &body);
  pthread_attr_destroy(&attributes);
  if (failure != 0) {
    throw failure;  // the test that GoogleTest then reports has no thread to judge
  }
  pthread_join(thread, nullptr);
}
