class Wall:
    def __init__(self, width, height):
        self.width, self.height = width, height

    area = property(lambda self: self.width * self.height)

    @property
    def feet(self):
        return self.height / 0.3048

    @feet.setter
    def feet(self, value):
        if value <= 0:
            raise ValueError(f"feet = {value}: is not positive")
        self.height = value * 0.3048


north = Wall(4, 2.5)
print(north.area, north.area > 9)
north.feet = 10
print(f"{north.height:.3f} {north.area:.2f}")
try:
    north.feet -= 10
except ValueError as error:
    print(error)
