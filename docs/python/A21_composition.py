from typing import Protocol

class Engine(Protocol):
    def start(self) -> str: ...

class Diesel:
    def start(self) -> str: return "rattle"

class Electric:
    def start(self) -> str: return "hum"

class Car:
    def __init__(self, engine: Engine):
        self.engine = engine
    def go(self) -> str:
        return self.engine.start()

car = Car(Diesel())
spare, car.engine = car.engine, Electric()
print(car.go(), spare.start())
car.engine = None  # only a type checker would object
try:
    car.go()
except AttributeError as error:
    print(error)
