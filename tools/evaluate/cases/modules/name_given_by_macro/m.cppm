module;
#define NAME m
export module NAME;
export int f();
