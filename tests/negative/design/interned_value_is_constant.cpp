// must not compile, and must say: const
import std;
import patterns.design;

void use(patterns::design::interned<std::string> name) {
  *name = "another";
}
