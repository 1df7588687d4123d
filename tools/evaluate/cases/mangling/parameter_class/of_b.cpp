import b;
char name_of(const item_of_b&) {
  return 'b';
}
