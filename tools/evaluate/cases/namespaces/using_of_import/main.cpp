import b;
int main() {
#ifdef WRONG
  return inner::zero();
#else
  return outer::zero();
#endif
}
