import m;
static_assert(size_of<int>::value == 1);
static_assert(size_of<long>::value == 2);
int main() {}
