import std;
import patterns.meta;

std::string library_says() {
  return std::string(patterns::meta::type_name<int>);
}
