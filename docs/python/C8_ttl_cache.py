from collections.abc import Callable

class TTLCache:
    def __init__(self, timer: Callable[[], float]):
        self.timer, self.entries = timer, {}

    def put(self, name, address, ttl=60):
        self.entries[name] = address, self.timer() + ttl

    def get(self, name):
        address, end = self.entries.get(name, (None, 0))
        return address if self.timer() < end else None

    def purge_expired(self):
        now, held = self.timer(), self.entries
        self.entries = {n: e for n, e in held.items() if now < e[1]}
        return len(held) - len(self.entries)

now, addresses = 0.0, TTLCache(timer=lambda: now)
addresses.put("example.org", "192.0.2.1")
addresses.put("moving.example", "192.0.2.2", ttl=5)
now += 20
print(addresses.get("example.org"), addresses.get("moving.example"))
now += 720
print(addresses.purge_expired(), "have expired")
