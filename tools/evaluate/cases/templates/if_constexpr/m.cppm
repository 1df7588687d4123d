export module m;
export template <class T>
int value_of(const T& of) {
  if constexpr (requires { of.value; }) {
    return of.value;
  } else {
    return of;
  }
}
