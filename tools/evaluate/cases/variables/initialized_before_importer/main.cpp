import a;
import b;
int top = high + 1;
int main() {
  return top == 22 ? 0 : 1;
}
