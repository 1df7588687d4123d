// must not compile, and must say: writable_mode
import std;
import patterns.data_model;

void use() {
  patterns::data_model::open_file("notes.txt").write(std::string_view("text"));
}
