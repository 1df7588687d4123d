from dataclasses import dataclass

class add_repr:
    def __init__(self, text: str) -> None:
        self.text = text

    def __mro_entries__(self, bases: tuple) -> tuple[type]:
        def show(shape: object) -> str:
            return self.text.format_map(vars(shape))
        return (type("Shown", (), {"__repr__": show}),)

@dataclass(repr=False)
class Point(add_repr("Point({x}, {y})")):
    x: int
    y: int

@dataclass(repr=False)
class Dot(add_repr("Dot({x}, {z})")):
    x: int

print([Point(2, 3), Point(0, 0)])
try:
    print(Dot(1))
except KeyError as error:
    print("Dot has no field", error)
