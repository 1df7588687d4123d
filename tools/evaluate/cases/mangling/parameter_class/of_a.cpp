import a;
char name_of(const item_of_a&) {
  return 'a';
}
