import a;
int main() {
  return *get<long>() == 2 && *get<char>() == 1 ? 0 : 1;
}
