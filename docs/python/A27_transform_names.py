class Renamed(type):
    def __new__(mcls, name, bases, members, rule):
        renamed = {
            key if key.startswith("__") else rule(key): value
            for key, value in members.items()
        }
        return super().__new__(mcls, name, bases, renamed)

class Options(metaclass=Renamed, rule=str.upper):
    max_size = 4
    port = 80
    Port = 8080  # becomes PORT, too: the last one stays

variables = {"MAX_SIZE": 10, "HOME": 7}
names = [name for name in vars(Options) if name[0] != "_"]
print(*names)
for name in names:
    if name in variables:
        setattr(Options, name, variables[name])
print(Options.MAX_SIZE, Options.PORT)

class Json(metaclass=Renamed, rule=lambda n: n.replace("_", "-")):
    max_size = 4

print(hasattr(Json, "max_size"), getattr(Json, "max-size"))
