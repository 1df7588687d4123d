export module b04;
export import a03;
export import b03;
export constexpr int of_b04 = of_a03 + of_b03;
