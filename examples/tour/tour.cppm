/// @file
/// tour: what the program that lists, shows and runs the pages is made of.
export module tour;

export import :manifest;
export import :process;
export import :screen;
export import :verdict;
