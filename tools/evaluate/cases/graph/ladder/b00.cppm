export module b00;
export constexpr int of_b00 = 1;
