export module m;
export auto hidden();
export int use();
