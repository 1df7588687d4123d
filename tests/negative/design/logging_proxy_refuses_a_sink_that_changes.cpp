// must not compile, and must say: access_sink
import patterns.design;

struct account {};

auto audit(int& calls) {
  return patterns::design::logging_proxy(
      account(), [&calls, more = 0](const patterns::design::access_report&) mutable { calls = ++more; });
}
