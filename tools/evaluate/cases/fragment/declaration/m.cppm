module;
int written_here();
export module m;
