export module a:part;
export int f();
