from itertools import takewhile


class Readings:
    def __init__(self, feed):
        self.feed = iter(feed.split())

    def __iter__(self):
        return self

    def __next__(self):
        return float(next(self.feed))


readings = Readings("20.5 21.0 -999 19.5 22.5")
plausible = (each for each in readings if each > -90)
print(*takewhile(lambda each: each > 20, plausible))
print(next(readings))

left = Readings("1.5 2.5 3.5")
print(*zip(range(9, 0, -1), left))
print(list(left))
