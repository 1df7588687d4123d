import std;
import patterns.caching;

std::string library_says() {
  return std::format("{}", "built and ran");
}
