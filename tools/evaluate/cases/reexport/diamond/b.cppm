export module b;
export import a;
export void left() {
  ++count;
}
