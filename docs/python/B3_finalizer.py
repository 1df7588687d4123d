import weakref


def close_camera(number: int) -> None:
    print("camera", number, "closed")


class Camera:
    def __init__(self, number: int) -> None:
        # Not self.close: that would keep the camera alive.
        self.close = weakref.finalize(self, close_camera, number)


forgotten, closed = Camera(1), Camera(2)
closed.close()
closed.close()
print(closed.close.alive)
del forgotten  # its last reference

cycle = Camera(3)
cycle.owner = cycle
del cycle  # waits for the collector, or for the exit
static = Camera(4)
print("last line")
