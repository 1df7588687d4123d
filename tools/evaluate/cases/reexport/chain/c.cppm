export module c;
export import b;
