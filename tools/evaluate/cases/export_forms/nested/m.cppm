export module m;
export {
#ifdef WRONG
  export int f();
#endif
  int g();
}
