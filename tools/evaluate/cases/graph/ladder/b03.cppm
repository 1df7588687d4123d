export module b03;
export import a02;
export import b02;
export constexpr int of_b03 = of_a02 + of_b02;
