import std;
import m;
int main() {
  sample<int>().visit({1, 2, 3});
}
