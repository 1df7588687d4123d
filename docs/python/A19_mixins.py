class ReprMixin:
    def __repr__(self) -> str:
        shown = [f"{k}={v!r}" for k, v in vars(self).items()]
        return f"{type(self).__name__}({', '.join(shown)})"

class EqualityMixin:
    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

class LinkMixin:
    def link(self) -> str:
        return f"/item/{self.id}"

class Node(ReprMixin, EqualityMixin, LinkMixin):
    def __init__(self, id: int, label: str) -> None:
        self.id = id
        self.label = label

root = Node(7, "root")
print(root)
print(root.link())
print(root == Node(7, "r"))
root.lable = "leaf"  # a slip makes a new field
print(root)
