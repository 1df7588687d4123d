from bisect import bisect_left
from collections.abc import Sequence


class Workdays(Sequence[int]):
    def __init__(self, weeks: int) -> None:
        self.weeks = weeks

    def __len__(self) -> int:
        return self.weeks * 5

    def __getitem__(self, position: int) -> int:
        place = range(len(self))[position]
        return place // 5 * 7 + place % 5 + 1


days = Workdays(2)
print(*days)
print(*reversed(days))
print(6 in days, days.index(9), days[-1])
print(days[bisect_left(days, 6)])
try:
    print(*days[-3:])
except TypeError as error:
    print(error)
