export module m;
export constinit int shared = 5;
export void change();
