from dataclasses import dataclass
from typing import Generic, TypeVar

Number = TypeVar("Number", int, float)

@dataclass(frozen=True)
class Box(Generic[Number]):
    value: Number

    def __add__(self, other: "Box[Number]") -> "Box[Number]":
        return Box(self.value + other.value)

def total(amounts: list[Number]) -> Box[Number]:
    box = Box(amounts[0])
    for amount in amounts[1:]:
        box += Box(amount)
    return box

print(total([3, 4, 5]).value, "pieces")
print(total([0.5, 1.25]).value, "kg")
print(total([True, True]).value)  # an answer counts as an int
print(total(["3", "4"]).value)  # only a type checker objects
