// must not compile, and must say: discoverable
import patterns.meta;

const auto names = patterns::meta::dir(7);
