from functools import total_ordering
from math import nan


@total_ordering
class Version:
    def __init__(self, *parts: float) -> None:
        self.parts = parts

    def __repr__(self) -> str:
        return ".".join(map(str, self.parts))

    def __eq__(self, other: "Version") -> bool:
        return self.parts == other.parts

    def __lt__(self, other: "Version") -> bool:
        return self.parts < other.parts


old, recent = Version(1, 9), Version(1, 10)
print(recent > old, old >= recent)
print(sorted([old, recent, Version(0, 3)], reverse=True))
unknown = Version(1, nan)
# Neither is less, nor are they equal: each is the greater one.
print(unknown > old, old > unknown)
