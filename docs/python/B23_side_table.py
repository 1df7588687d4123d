from dataclasses import dataclass
from weakref import WeakKeyDictionary

class SideValue:
    def __init__(self):
        self.values = WeakKeyDictionary()
    def __get__(self, owner, cls=None):
        return self if owner is None else self.values.get(owner)
    def __set__(self, owner, value):
        self.values[owner] = value

@dataclass(unsafe_hash=True)  # equal if the holders are
class Account:
    holder: str

Account.score = SideValue()  # attached from outside
ada, namesake = Account("Ada"), Account("Ada")
ada.score = 3
ada.score += 4
print(ada.score, namesake.score)
del ada
print(namesake.score, len(Account.score.values))
