import m;
namespace own {
struct thing {};
int answer_of(const thing&) {
  return 11;
}
}  // namespace own
int main() {
  return ask(own::thing()) == 11 ? 0 : 1;
}
