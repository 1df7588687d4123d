from copy import deepcopy
from functools import cached_property


class Survey:
    def __init__(self, answers):
        self.answers = list(answers)

    @cached_property
    def median(self):
        print("sorting")
        return sorted(self.answers)[len(self.answers) // 2]

    def add(self, *answers):
        self.answers += answers
        vars(self).pop("median", None)


team = Survey([5, 1, 4])
print(team.median, team.median)
twin = deepcopy(team)
twin.add(2, 1)
print(twin.median, team.median)
team.median = 99  # taken as it is
print(team.median)
