extern "C" int answer_of_c();
int other() {
  return answer_of_c();
}
