export module b;
extern "C" int shared_answer();
export int (*from_b())() {
  return &shared_answer;
}
