#pragma once
#define LOW 3
inline int low() {
  return LOW;
}
