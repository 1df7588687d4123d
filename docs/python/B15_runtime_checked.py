class TypedList(list):
    kind: type = object

    def __class_getitem__(cls, kind: type) -> type:
        class Checked(cls):
            pass
        Checked.kind = kind
        return Checked

    def append(self, value: object) -> None:
        if not isinstance(value, self.kind):
            given = type(value).__name__
            raise TypeError(f"list of {self.kind.__name__}: no {given}")
        super().append(value)

column = TypedList[{"whole": int, "decimal": float}["whole"]]()
column.append(3)
try:
    column.append(4.5)
except TypeError as error:
    print(error)
column.append(True)  # a bool is an int, too
column += ["five"]  # the list has other doors
print(column)
