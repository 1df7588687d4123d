class City:
    def __init__(self, name, *place):
        self.name = name
        self.place = place

    def __str__(self):
        north, east = self.place
        return f"{self.name} at <{north}, {east}>"

    def __repr__(self):
        return f"City(name={self.name!r}, place={self.place!r})"


berlin = City("Berlin", 52.5, 13.4)
print(berlin)
print(repr(berlin))
print([berlin])
print(f"{berlin!s:.>30}")
try:
    print(f"{berlin:.>30}")
except TypeError as error:
    print(error)
