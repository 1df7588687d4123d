#pragma once

namespace evaluate {

/// The files of page/, which page/embed.cmake puts into the program as it is built. Of style and script also the
/// SHA-256 in base 64, by which the page tells the browser to heed no other.
extern const char* const page_template;
extern const char* const page_style;
extern const char* const page_style_hash;
extern const char* const page_script;
extern const char* const page_script_hash;

}  // namespace evaluate
