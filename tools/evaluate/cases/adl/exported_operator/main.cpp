import m;
int main() {
  n::number made{6};
  return (made * n::number{7}).value == 42 ? 0 : 1;
}
