from collections import namedtuple
from functools import partial
from operator import attrgetter

class Adder:
    def __init__(self, amount):
        self.amount = amount
    def __call__(self, value): return value + self.amount

def compose(outer, inner):
    return lambda value: outer(inner(value))

def convert(rate, cents):
    return rate * cents / 100

Product = namedtuple("Product", "name cents")
cart = Product("lamp", 2_000), Product("bulb", 500)
to_crowns, cents = partial(convert, 11.5), attrgetter("cents")
print(*map(compose(to_crowns, cents), cart))
print(*map(compose(compose(to_crowns, Adder(450)), cents), cart))
wrong = compose(to_crowns, attrgetter("name"))  # accepted
try:
    wrong(cart[0])
except TypeError as error:
    print(error)
