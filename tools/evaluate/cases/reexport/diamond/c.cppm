export module c;
export import a;
export void right(const point& at) {
  count += at.x;
}
