// must not compile, and must say: no_padding
import patterns.data_model;

struct holes {
  char letter;
  long number;
};

template <patterns::data_model::no_padding T>
void send(const T& message);

void use() {
  send(holes{});
}
