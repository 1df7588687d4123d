import m;
int main(int many, char**) {
#ifdef WRONG
  return square(many);
#else
  return square(0) * many;
#endif
}
