import a;
import b;
#ifdef WRONG
template <small T>
#else
template <small_of_b T>
#endif
int which(T) {
  return 1;
}
template <signed_too T>
int which(T) {
  return 0;
}
int main() {
  return which(1);
}
