export module m:first;
export enum class color : unsigned char;
export int number_of(color which) {
  return static_cast<int>(which);
}
