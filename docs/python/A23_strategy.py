from collections.abc import Callable

class Till:
    def __init__(self, total: Callable[[int, int], int]):
        self.total = total
    def run(self, first: int, second: int) -> int:
        return self.total(first, second)

def plain(first: int, second: int) -> int:
    return first + second

def sale(first: int, second: int) -> int:
    return (first + second) * 80 // 100

till = Till(plain)
print(till.run(20, 5))
regular, till.total = till.total, sale
print(till.run(20, 5))
till.total = regular
print(till.run(20, 5))
till.total = None  # noticed by the next customer
try:
    till.run(20, 5)
except TypeError as error:
    print(error)
