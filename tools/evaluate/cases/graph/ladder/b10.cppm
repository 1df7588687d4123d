export module b10;
export import a09;
export import b09;
export constexpr int of_b10 = of_a09 + of_b09;
