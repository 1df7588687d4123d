from itertools import compress


class Series:
    def __init__(self, values) -> None:
        self.values = list(values)

    def __getitem__(self, which):
        match which:
            case slice():
                return Series(self.values[which])
            case [bool(), *_]:
                return Series(compress(self.values, which))
            case [*positions]:
                return Series(self.values[i] for i in positions)
        return self.values[which]


prices = Series([3.5, 2.0, 9.9, 4.1, 7.0])
print(prices[-1], prices[1:4].values, prices[::-2].values)
print(prices[[4, 0, 0]].values)
last = prices[-2:]
prices.values[3] = 1.5
print(last.values)  # a copy: it has missed the correction
print(prices[[True, False]].values)  # three answers short
