// must not compile, and must say: scoped_enum
import patterns.meta;

patterns::meta::flags<int> bits;
