export module b07;
export import a06;
export import b06;
export constexpr int of_b07 = of_a06 + of_b06;
