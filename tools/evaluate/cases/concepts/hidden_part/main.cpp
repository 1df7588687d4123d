import m;
static_assert(tiny<char> && !tiny<int>);
int main() {}
