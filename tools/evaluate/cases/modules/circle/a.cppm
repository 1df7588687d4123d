export module a;
