// must not compile, and must say: part_of_a_whole
import patterns.design;

struct engine {};

class car : public patterns::design::has_part<engine&> {};
