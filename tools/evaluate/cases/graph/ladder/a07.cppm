export module a07;
export import a06;
export import b06;
export constexpr int of_a07 = of_a06 + of_b06;
