import m;
int main() {
  try {
    fail(7);
  } catch (const fault& caught) {
    return caught.code == 7 ? 0 : 1;
  }
}
