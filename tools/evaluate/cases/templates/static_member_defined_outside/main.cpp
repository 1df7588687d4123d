import a;
struct circle : registered<circle> {};
struct disc {};
template class registered<disc>;
int main() {}
