import a;
int main() {
  return stats{} == stats{} ? 0 : 1;
}
