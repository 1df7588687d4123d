export module a08;
export import a07;
export import b07;
export constexpr int of_a08 = of_a07 + of_b07;
