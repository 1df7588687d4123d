from ctypes import Structure, c_bool, c_int64, sizeof


class Row:
    __slots__ = ("is_valid", "number", "is_last")


row = Row()
try:
    row.colour = "red"
except AttributeError:
    print("there is no slot for a colour")


class Careless(Structure):
    _fields_ = [
        ("is_valid", c_bool),
        ("number", c_int64),
        ("is_last", c_bool),
    ]


print(sizeof(Careless), "bytes")
for name, _ in Careless._fields_:
    print(getattr(Careless, name).offset, name)
