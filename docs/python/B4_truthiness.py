class Connection:
    def __init__(self, is_open: bool) -> None:
        self.is_open = is_open

    def __bool__(self) -> bool:
        return self.is_open


class Page:
    def __init__(self) -> None:
        self.words: list[str] = []


name = "Ana"
scores: list[int] = []
age = 0  # known, and zero
fields = [name, scores, age, 42, 0.0, None, Connection(True)]
print(sum(1 for field in fields if field))
print(age is not None)
# Neither __bool__ nor __len__: true whatever is in it.
print(bool(Page()))
