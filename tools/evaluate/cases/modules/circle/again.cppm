export module a;
import b;
