from enum import Enum, Flag, auto

class Level(Enum):
    debug = auto()
    info = auto()
    warning = auto()
    error = auto()

class Status(Enum):
    ok = 200
    found = 302
    moved_temporarily = 302  # a second name of the same member
    not_found = 404

class Permission(Flag):
    read, write, execute = 1, 2, 4

print(*(level.name for level in Level))
for text in "warning", "loud":
    known = text in Level.__members__  # Level["loud"] raises
    print(f"{text}: {'known' if known else 'unknown'}")
print(Status.not_found.name, Status.moved_temporarily.name)
allowed = Permission.read | Permission.write
allowed = allowed & ~Permission.write | Permission.execute
print(f"{allowed.name}, may write: {Permission.write in allowed}")
