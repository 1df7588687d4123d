export module b05;
export import a04;
export import b04;
export constexpr int of_b05 = of_a04 + of_b04;
