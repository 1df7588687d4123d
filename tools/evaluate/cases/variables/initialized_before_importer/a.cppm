export module a;
int computed() {
  return 20;
}
export int low = computed();
