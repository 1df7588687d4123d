export module a02;
export import a01;
export import b01;
export constexpr int of_a02 = of_a01 + of_b01;
