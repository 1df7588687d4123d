from weakref import WeakValueDictionary

class Host:
    __slots__ = "name", "__weakref__"
    _known = WeakValueDictionary()

    def __new__(cls, name):
        host = cls._known.get(name)
        if host is None:  # a second thread may come here, too
            host = super().__new__(cls)
            host.name = name
            cls._known[name] = host
        return host

names = "berlin.example.org", "lagos.example.org"
log = [(Host(names[i % 2]), 200) for i in range(1_000)]
print(len(Host._known))
print(log[0][0] is log[2][0])
print(log[1][0].name, log[1][1])
log = [line for line in log if line[0] is not Host(names[1])]
print(len(Host._known))
log[0][0].name = "paris.example.org"  # of all lines at once
print(log[1][0].name)
