import m;
#ifdef WRONG
int answer();
#endif
int main() {
  return answer() == 42 ? 0 : 1;
}
