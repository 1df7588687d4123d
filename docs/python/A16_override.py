from abc import ABC, abstractmethod

class Animal:
    def speak(self) -> str:
        return "..."

class Dog(Animal):
    def speak(self) -> str:
        return "woof"

class Cat(Animal):
    def speek(self) -> str:  # a slip that nobody reports
        return "meow"

class Shape(ABC):
    @abstractmethod
    def area(self) -> float: ...

for pet in (Dog(), Cat()):
    print(pet.speak())
try:
    Shape()
except TypeError:
    print("no Shape is made: area is abstract")
