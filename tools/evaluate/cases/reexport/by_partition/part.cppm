export module m:part;
export import a;
