from contextlib import contextmanager
from itertools import count
from queue import LifoQueue


class Connection:
    numbers = count(1)

    def __init__(self):
        self.number, self.is_open = next(self.numbers), True


class ConnectionPool:
    def __init__(self, size):
        self.idle = LifoQueue()
        for _ in range(size):
            self.idle.put(Connection())

    @contextmanager
    def acquire(self):
        lent = self.idle.get()
        try:
            yield lent
        finally:
            self.idle.put(lent if lent.is_open else Connection())


pool = ConnectionPool(2)
for query in ["select", "bad query", "commit"]:
    with pool.acquire() as connection:
        print(query, "by", connection.number)
        connection.is_open = query != "bad query"
