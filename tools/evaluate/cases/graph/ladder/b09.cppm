export module b09;
export import a08;
export import b08;
export constexpr int of_b09 = of_a08 + of_b08;
