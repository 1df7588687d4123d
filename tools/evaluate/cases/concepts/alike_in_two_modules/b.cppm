export module b;
export template <class T>
concept small_and_signed = sizeof(T) < 8 && T(-1) < T(0);
export template <class T>
concept small_of_b = sizeof(T) < 8;
export template <class T>
concept signed_too = small_of_b<T> && T(-1) < T(0);
