export module m;
int half();
export int whole();
