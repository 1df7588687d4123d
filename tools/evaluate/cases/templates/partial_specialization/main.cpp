import m;
static_assert(rank<int**> == 2);
int main() {}
