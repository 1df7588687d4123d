from concurrent.futures import ThreadPoolExecutor
from threading import Lock

class StripedCache:
    def __init__(self, load, stripes=16):
        self._load = load
        self._parts = [(Lock(), {}) for _ in range(stripes)]

    def get(self, host):
        lock, known = self._parts[hash(host) % len(self._parts)]
        with lock:
            if host not in known:
                known[host] = self._load(host)
            return known[host]

def resolve(host):
    queries.append(host)
    if not host.endswith(".invalid"):
        return f"192.0.2.{len(host)}"

queries, addresses = [], StripedCache(resolve)
hosts = ["a.example", "mail.example", "no.invalid", "a.example"]
with ThreadPoolExecutor(4) as workers:
    print(*list(workers.map(addresses.get, hosts * 4))[:3])
print(len(queries), "queries for 16 questions")
