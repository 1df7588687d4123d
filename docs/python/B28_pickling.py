import pickle


class Group:
    def __init__(self, title: str, outlines: list[str]) -> None:
        self.title, self.outlines = title, outlines
        self.parent: Group | None = None
        self.preview = "drawn with much effort"

    def __getstate__(self) -> dict:
        return {**vars(self), "preview": None}


class Message:
    def __reduce__(self) -> tuple:
        return print, ("run by loads",)


star = ["star"]
drawing = [Group("sky", star), Group("night", star)]
drawing[1].parent = drawing[0]
sky, night = pickle.loads(pickle.dumps(drawing))
print(night.title, night.outlines is sky.outlines)
print(night.parent is sky, sky.preview)
pickle.loads(pickle.dumps(Message()))
