export module a;
export int shared();
