import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property

class Orders:
    def __init__(self, prices):
        self.prices, self.lock = prices, threading.RLock()

    @cached_property
    def _total(self):
        print("adds up")
        return sum(self.prices)

    def total(self):
        with self.lock:  # that of this object alone
            return self._total

    def add(self, price):
        self.prices.append(price)
        vars(self).pop("_total", None)

today, tills = Orders([20.0, 21.5]), ThreadPoolExecutor(4)
print(*tills.map(lambda _: today.total(), range(4)))
today.add(0.5)
print(today.total())
