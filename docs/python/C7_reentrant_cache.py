import threading

class ReadyAfter:
    def __init__(self, packages):
        self._packages, self._known = packages, {}
        # An RLock, since a definition asks the cache again.
        self._lock = threading.RLock()

    def __call__(self, name):
        with self._lock:
            if name not in self._known:
                minutes, needs = self._packages[name]
                start = max(map(self, needs), default=0)
                self._known[name] = start + minutes
            return self._known[name]

packages = {"app": (5, ["ui", "net"]), "ui": (8, ["base"]),
            "net": (3, ["base", "tls"]), "tls": (9, ["base"]),
            "base": (2, [])}
print("app after", ReadyAfter(packages)("app"), "minutes")
packages["base"] = (2, ["net"])
try:
    ReadyAfter(packages)("app")
except RecursionError as error:
    print(type(error).__name__)
