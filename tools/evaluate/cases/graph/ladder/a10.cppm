export module a10;
export import a09;
export import b09;
export constexpr int of_a10 = of_a09 + of_b09;
