import m;
import a;
static_assert(name_of<own>::value == 7);
static_assert(name_of<int>::value == 0);
int main() {}
