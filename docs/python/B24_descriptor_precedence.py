class Greeting:  # no __set__: a non-data descriptor
    def __get__(self, owner, cls=None):
        return "hello"

class Account:
    def __init__(self, owner):
        self._owner = owner
    owner = property(lambda self: self._owner)
    id = property(lambda self: "A-1")
    greet = Greeting()

ada = Account("Ada")
print(ada.greet)
ada.greet = "good day"
print(ada.greet)
ada.__dict__["owner"] = "Mallory"  # past the class
print(ada.owner)
try:
    ada.id = "A-2"
except AttributeError as error:
    print(error)
try:
    ada.limit
except AttributeError as error:
    print(error)
