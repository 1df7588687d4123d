export module m;
// Exported, it would have to be defined here.
auto hidden();
export int use();
export int other();
