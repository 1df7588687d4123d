export module m;
export inline constexpr auto twice = [](auto of) { return 2 * of; };
