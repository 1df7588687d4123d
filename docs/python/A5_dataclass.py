from dataclasses import astuple, dataclass, replace


@dataclass(frozen=True, order=True)
class Price:
    amount: float
    currency: str


@dataclass(frozen=True, order=True)
class Product:
    name: str
    cost: Price
    shelf: int | None = None


lamp = Product("lamp", Price(12.5, "EUR"), 7)
print(replace(lamp, cost=Price(10, "EUR"), shelf=None))
print(lamp == replace(lamp), replace(lamp, shelf=5) < lamp)
print(astuple(lamp))
print({lamp: 3}[replace(lamp, name="lamp")])
try:
    print(replace(lamp, shelf=None) < lamp)
except TypeError as error:
    print(error)
