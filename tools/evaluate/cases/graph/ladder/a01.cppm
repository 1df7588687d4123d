export module a01;
export import a00;
export import b00;
export constexpr int of_a01 = of_a00 + of_b00;
