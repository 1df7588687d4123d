from typing import overload

@overload
def celsius(reading: str) -> float: ...
@overload
def celsius(reading: bytes) -> float: ...

def celsius(reading: str | bytes) -> float:
    if isinstance(reading, bytes):
        return int.from_bytes(reading, "big") / 10
    return float(reading)

print(celsius("21.5"))
print(celsius(bytes([0, 215])))
print(celsius(bytearray(b"42")))  # bytes, taken for text
try:
    celsius(bytearray([1, 4]))
except ValueError as error:
    print(error)
