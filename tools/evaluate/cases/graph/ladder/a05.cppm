export module a05;
export import a04;
export import b04;
export constexpr int of_a05 = of_a04 + of_b04;
