from collections import namedtuple

Go = namedtuple("Go", "where")
Take = namedtuple("Take", "what how_many")


def parse(words: list[str]) -> Go | Take | None:
    match words:
        case ["go", *rest]:
            return Go("north" if rest == ["up"] else "south")
        case ["take", "two", what]:
            return Take(what, 2)


def obey(command: Go | Take | None) -> str | None:
    match command:
        case Go("north"):
            return "a cold wind"
        case Take(_, how_many) if how_many > 1:
            return f"{how_many} are too heavy"


for line in ("go up", "take two anvils", "dance"):
    print(obey(parse(line.split())))
print(obey(Go("south")))  # no case, and no error
