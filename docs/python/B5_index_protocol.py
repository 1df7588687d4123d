class PageNumber:
    def __init__(self, number: int) -> None:
        self.number = number

    def __index__(self) -> int:
        return self.number


pages = ["title", "contents", "chapter", "index"]
print(pages[PageNumber(2)])
print(pages[PageNumber(-1)])
print(hex(PageNumber(255)))
for attempt in (
    lambda: pages[PageNumber(-5)],
    lambda: bytes([PageNumber(256)]),
    lambda: pages[2.0],
):
    try:
        print(attempt())
    except (IndexError, TypeError, ValueError) as error:
        print(type(error).__name__, "-", error)
print(pages[True])  # a bool is an int
