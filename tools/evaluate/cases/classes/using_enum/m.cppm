export module m;
enum class color { red, green };
export struct paint {
  using enum color;
  color which = red;
};
