export module a04;
export import a03;
export import b03;
export constexpr int of_a04 = of_a03 + of_b03;
