class classproperty:
    def __init__(self, compute):
        self.compute = compute
    def __get__(self, instance, owner=None):
        return self.compute(owner)

class Server:
    cores = 4
    region = "north"

    @classproperty
    def connections(cls):
        return cls.cores * 50

    @classproperty
    def title(cls):
        return f"{cls.region} x{cls.cores}"

print(Server.connections)
Server.cores = 16
print(f"{Server.connections} {Server.title:>10}")
Server.connections = 100  # the property is gone, no error
Server.cores = 2
print(Server.connections)
