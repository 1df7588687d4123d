from abc import ABC

class Sized(ABC):
    @classmethod
    def __subclasshook__(cls, kind: type) -> bool:
        if callable(getattr(kind, "size", None)):
            return True
        return NotImplemented

class Crate:
    def size(self) -> int:
        return 3

class Pallet:
    def count_of_boxes(self) -> int:
        return 40

class Shirt:
    def size(self) -> int:
        return 42

Sized.register(Pallet)
for thing in (Crate(), Pallet(), Shirt()):
    print(type(thing).__name__, isinstance(thing, Sized))
print(hasattr(Pallet(), "size"))  # registered, never checked
