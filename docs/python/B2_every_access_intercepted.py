import sys


class Account:
    def __init__(self) -> None:
        self.balance = 100

    def deposit(self, amount: int) -> None:
        self.balance += amount


class Watched(Account):
    def __getattribute__(self, name: str) -> object:
        print("line", sys._getframe(1).f_lineno, "reads", name)
        return super().__getattribute__(name)


watched = Watched()
print(watched.balance)
watched.balance = 40  # a write asks __setattr__, not this
watched.deposit(2)
# Whoever asks the base class is not seen.
print(object.__getattribute__(watched, "balance"))
