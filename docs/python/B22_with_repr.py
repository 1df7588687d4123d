from dataclasses import dataclass

def shown_by(*names):
    def add_repr(cls):
        def text(self):
            values = (f"{n}={getattr(self, n)!r}" for n in names)
            return f"{cls.__name__}({', '.join(values)})"
        cls.__repr__ = text
        return cls
    return add_repr

@shown_by("id", "name")
@dataclass
class Account:
    id: int
    name: str
    password: str

ada = Account(1, "Ada", "enchantress")
print([ada, None])
Wrong = shown_by("id", "nmae")(Account)
try:
    print(ada)
except AttributeError as error:
    print(error)
