export module m:a;
export struct node;
export int value_of(const node& of);
