class Documented(type):
    def __init__(cls, name, bases, members):
        cls.commands = [m for m in members if callable(members[m])]
        for each in cls.commands:
            if not (members[each].__doc__ or "").strip():
                raise TypeError(f"{name}.{each} is not explained")

class Lamp(metaclass=Documented):
    def on(self):
        "as bright as it gets"
        self.percent = 100
    def dim(self, percent):
        "to a level in percent"
        self.percent = percent

for each in Lamp.commands:
    print(f"{each}: {getattr(Lamp, each).__doc__}")
desk = Lamp()
getattr(desk, "dim")(40)
print(desk.percent)
try:
    class Torch(metaclass=Documented):
        def blink(self): pass
except TypeError as error:
    print(error)
