// must not compile, and must say: concept number
import patterns.typing;

patterns::typing::box<bool> answer;
