from typing import Generic, NamedTuple, Protocol, TypeVar

T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)

class Animal(NamedTuple):
    name: str
class Cat(Animal):
    lives = 9

class ReadOnlyBox(NamedTuple, Generic[T_co]):
    inside: T_co
class Sink(Protocol[T_contra]):
    def put(self, value: T_contra) -> None: ...
class Clinic:
    def put(self, value: Animal) -> None:
        print("treated", value.name)

tom = ReadOnlyBox(Cat("Tom"))
resident: ReadOnlyBox[Animal] = tom
for_cats: Sink[Cat] = Clinic()
for_cats.put(tom.inside)
# A type checker refuses this line; Python runs it.
wrong: ReadOnlyBox[Cat] = ReadOnlyBox(Animal("Rex"))
print(wrong.inside.name, hasattr(wrong.inside, "lives"))
