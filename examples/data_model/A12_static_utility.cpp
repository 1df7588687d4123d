import std;
import patterns;

// #region page
// A volume comes from a slider, its limits from a configuration that somebody wrote by hand.
using namespace patterns::data_model;

int main() {
  std::cout << clamp_checked(130, 0, 100) << '\n';     // 100
  std::cout << clamp_checked(-0.25, 0, 1) << '\n';     // 0
  std::cout << clamp_checked(0.75, 0.0, 1.0) << '\n';  // 0.75

  try {
    std::cout << clamp_checked(50, 100, 0) << '\n';
  } catch (const clamp_error& error) {
    std::cout << error.what() << '\n';  // clamp_checked: no value lies from 100 to 0
  }
}
// #endregion
