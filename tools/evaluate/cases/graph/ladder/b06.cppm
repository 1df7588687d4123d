export module b06;
export import a05;
export import b05;
export constexpr int of_b06 = of_a05 + of_b05;
