from functools import singledispatch

class Body: ...
class Rock(Body): ...
class Ship(Body): ...
class Freighter(Ship): ...

@singledispatch
def collide(first: Body, second: Body) -> str:
    raise TypeError(f"no rule for {type(first).__name__}")

@collide.register
def _(first: Ship, second: Rock) -> str:
    return "the ship is lost"

@collide.register
def _(first: Rock, second: Body) -> str:
    if isinstance(second, Ship):
        return collide(second, first)
    return "dust"

print(collide(Rock(), Rock()))
print(collide(Rock(), Ship()))
print(collide(Freighter(), Rock()))
print(collide(Ship(), Freighter()))  # the second type has no say
