import std;
import patterns;

// #region page
using patterns::typing::dynamic_list;
using patterns::typing::element_type;
using patterns::typing::type_mismatch;
using patterns::typing::typed_list;

template <class List, class Value>
concept takes = requires(List& list, Value value) { list.push_back(value); };

// The type of a column stands in the head of a file; it is known only once the file has been read.
element_type type_named(std::string_view name) {
  return name == "whole" ? element_type::of<int>() : element_type::of<double>();
}

int main() {
  dynamic_list column(type_named("whole"));
  column.push_back(3);
  column.push_back(4);
  try {
    column.push_back(4.5);
  } catch (const type_mismatch& error) {
    std::cout << error.what() << '\n';  // list of int: double is another type
  }
  std::cout << column.size() << " values\n";  // 2 values: nothing was appended

  // Known again, the list is a range like any other.
  const typed_list<int>& numbers = column.as<int>();
  std::cout << std::accumulate(numbers.begin(), numbers.end(), 0) << '\n';  // 7

  // A type that the compiler knows is checked by the compiler.
  static_assert(takes<typed_list<int>, int> && !takes<typed_list<int>, double>);
}
// #endregion
