namespace n {
#ifdef WRONG
import a;
#endif
}  // namespace n
int main() {}
