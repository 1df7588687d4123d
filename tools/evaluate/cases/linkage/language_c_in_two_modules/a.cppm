export module a;
extern "C" int shared_answer();
export using answer = int();
export answer* from_a() {
  return &shared_answer;
}
