from typing import NamedTuple, Protocol, runtime_checkable

@runtime_checkable
class Greeter(Protocol):
    def greet(self) -> str: ...

class Person(NamedTuple):
    name: str

    def greet(self) -> str:
        return f"hello, I am {self.name}"

class Kiosk:
    def greet(self, language: str) -> str:
        return f"welcome ({language})"

def welcome(guest: Greeter) -> None:
    print(guest.greet())

welcome(Person("Ada"))
print(isinstance(Kiosk(), Greeter))  # only the name is looked at
try:
    welcome(Kiosk())
except TypeError as error:
    print(error)
