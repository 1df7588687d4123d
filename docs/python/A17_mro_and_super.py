class Storage:
    def save(self, text: str) -> None:
        self.saved = text

class Logged(Storage):
    def save(self, text: str) -> None:
        print("saving", text)
        super().save(text)

class Limited(Storage):
    def save(self, text: str) -> None:
        super().save(text[:4])

class Letter(Logged, Limited): ...
class Note(Limited, Logged): ...

for document in (Letter(), Note()):
    document.save("dear reader")
    print(document.saved)
print(*[each.__name__ for each in Letter.__mro__])

try:
    class Postcard(Letter, Note): ...
except TypeError:
    print("Letter and Note disagree: no order for Postcard")
