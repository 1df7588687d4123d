import b;
int main() {
#ifdef WRONG
  return low();
#else
  return high();
#endif
}
