#include <coroutine>
#include <cstdio>
import a;
import b;
static answer* fill(answer*) {
  co_return 6;
}
int main() {
  answer mine;
  std::printf("%d\n", fill(&mine)->value);
}
