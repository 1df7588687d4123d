// must not compile, and must say: lookup_key
import std;
import patterns.caching;

struct user_id {
  int number;
  explicit user_id(int n) : number(n) {}
  friend bool operator==(const user_id&, const user_id&) = default;
  friend bool operator==(const user_id& id, int n) { return id.number == n; }
};

struct user_hash {
  std::size_t operator()(const user_id& id) const { return static_cast<std::size_t>(id.number); }
};

int main() {
  patterns::caching::lru_cache<user_id, int, user_hash> cache(4);
  return cache.get(7) == nullptr;
}
