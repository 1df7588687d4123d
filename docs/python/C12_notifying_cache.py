from concurrent.futures import ThreadPoolExecutor
from threading import Condition

class Quotes:
    def __init__(self):
        self._known, self._news = {}, Condition()

    def put(self, share, price):
        with self._news:
            self._known[share] = price
            # All, since each may wait for another share.
            self._news.notify_all()

    def wait(self, share, timeout=None):
        with self._news:
            self._news.wait_for(lambda: share in self._known, timeout)
            return self._known.get(share)

quotes = Quotes()
with ThreadPoolExecutor(3) as traders:
    seen = traders.map(quotes.wait, ["HOOLI"] * 3)
    quotes.put("ACME", 121)
    quotes.put("HOOLI", 300)
print(*seen)
print(quotes.wait("ENRON", timeout=0))
