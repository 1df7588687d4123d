module m;
void call(void (*back)()) {
  const guard here;
  back();
}
