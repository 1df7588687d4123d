namespace old {
inline int f() {
  return 1;
}
}  // namespace old
