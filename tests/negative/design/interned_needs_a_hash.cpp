// must not compile, and must say: internable
import patterns.design;

struct glyph {
  char letter;
};

patterns::design::intern_pool<glyph> glyphs;
