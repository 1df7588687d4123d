export module b11;
export import a10;
export import b10;
export constexpr int of_b11 = of_a10 + of_b10;
