import m;
import m;
int main() {
  return answer() == 42 ? 0 : 1;
}
