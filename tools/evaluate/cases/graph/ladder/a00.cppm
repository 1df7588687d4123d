export module a00;
export constexpr int of_a00 = 1;
