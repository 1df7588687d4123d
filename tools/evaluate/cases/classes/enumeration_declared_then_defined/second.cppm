export module m:second;
import :first;
export enum class color : unsigned char { red = 1, green };
