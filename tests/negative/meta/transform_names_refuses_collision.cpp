// must not compile, and must say: names_stay_different
// must not compile, and must say: two_fields_become<
// must not compile, and must say: {"max_size"}
// must not compile, and must say: {"Max_size"}
// must not compile, and must say: {"MAX_SIZE"}
import patterns.meta;

struct options {
  int max_size;
  int port;
  int Max_size;
};

using shouting = patterns::meta::transform_names<options, patterns::meta::upper_case>;
