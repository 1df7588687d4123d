class Volume:
    @staticmethod
    def clamp(level, low, high):
        if low > high:
            raise ValueError(f"no level lies from {low} to {high}")
        return min(max(level, low), high)


print(Volume.clamp(130, 0, 100))
print(Volume.clamp(-0.25, 0, 1))
print(Volume.clamp(0.75, 0.0, 1.0))
try:
    print(Volume.clamp(50, 100, 0))
except ValueError as error:
    print(error)

nan = float("nan")
print(Volume.clamp(130, nan, 100), Volume.clamp(130, 0, nan))
