// clang must say: selected deleted operator '[]'
// gcc must say: use of deleted function
import patterns.data_model;

using patterns::data_model::series;

auto first_prices = series<int>{3, 2, 9}[{.stop = 2}];
