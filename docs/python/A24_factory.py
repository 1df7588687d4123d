class Circle:
    def __init__(self, size):
        self.size = size
    def describe(self):
        return f"a circle, {self.size} wide"

class Square:
    def __init__(self, size):
        self.size = size
    def describe(self):
        return f"4 sides of {self.size}"

SHAPES = {"circle": Circle, "square": Square}

def create(kind, size):
    if kind not in SHAPES:
        known = ", ".join(map(repr, sorted(SHAPES)))
        raise ValueError(f"there is no {kind!r}; known: {known}")
    return SHAPES[kind](size)

for kind, size in ("circle", 2.5), ("square", 4), ("pentagon", 1):
    try:
        print(create(kind, size).describe())
    except ValueError as error:
        print(error)
