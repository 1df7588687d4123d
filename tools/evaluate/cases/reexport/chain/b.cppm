export module b;
export import a;
