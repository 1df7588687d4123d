export module a03;
export import a02;
export import b02;
export constexpr int of_a03 = of_a02 + of_b02;
