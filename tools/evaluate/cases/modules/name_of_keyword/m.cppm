export module import;
