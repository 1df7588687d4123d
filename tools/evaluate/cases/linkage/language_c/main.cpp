import m;
int other();
int main() {
  return answer_of_c() + other() == 10 ? 0 : 1;
}
