export module b02;
export import a01;
export import b01;
export constexpr int of_b02 = of_a01 + of_b01;
