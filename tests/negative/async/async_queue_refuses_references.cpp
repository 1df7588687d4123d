// must not compile, and must say: queue_element
import std;
import patterns.async;

int main() {
  patterns::async::async_queue<int&> queue;
}
