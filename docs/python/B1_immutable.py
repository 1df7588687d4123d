import math
from collections import namedtuple


class Place(namedtuple("Place", "x y")):
    __slots__ = ()

    def __new__(cls, x: float, y: float) -> "Place":
        if not (math.isfinite(x) and math.isfinite(y)):
            raise ValueError(f"({x}, {y}) must be finite")
        return super().__new__(cls, x, y)


places = [Place(1.0, 2.0), Place(5.0, 6.0)]
for attempt in (
    lambda: Place(3.0, math.nan),
    lambda: setattr(places[0], "x", 11.0),
):
    try:
        attempt()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, "-", error)
# The inherited copy goes round __new__, and so round the rule.
print(places[0]._replace(x=math.inf))
