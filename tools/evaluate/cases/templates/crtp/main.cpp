#include <cstdio>
import m;
struct five : doubled<five> {
  int once() const { return 5; }
};
int main() {
  std::printf("%d\n", five().twice());
}
