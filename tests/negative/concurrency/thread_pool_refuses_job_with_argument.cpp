// must not compile, and must say: pool_job
import std;
import patterns.concurrency;

int main() {
  patterns::concurrency::thread_pool pool;
  pool.post([](int) {});
}
