export module b01;
export import a00;
export import b00;
export constexpr int of_b01 = of_a00 + of_b00;
