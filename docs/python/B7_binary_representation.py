import struct
from typing import NamedTuple


class Packet(NamedTuple):
    sensor: int
    percent: bool
    readings: tuple[int, ...]

    def __bytes__(self) -> bytes:
        head = struct.pack(">I?", self.sensor, self.percent)
        return head + struct.pack(">3H", *self.readings)


sent = bytes(Packet(258, True, (40, 41, 500)))
print(sent.hex(" "))
sensor, percent, *readings = struct.unpack(">I?3H", sent)
print(Packet(sensor, percent, tuple(readings)))
try:
    struct.unpack(">I?3H", sent[:9])
except struct.error as error:
    print(error)
# Without ">" there is padding, and the order of this machine.
print(struct.calcsize(">I?3H"), struct.calcsize("I?3H"))
