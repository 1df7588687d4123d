#pragma once
enum class color { red, green };
enum { plain_enumerator = 1 };
using paint = color;
inline constexpr int many = 3;
