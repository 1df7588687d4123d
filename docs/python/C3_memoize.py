from functools import cache, lru_cache

@cache
def ways(stairs):
    if stairs < 2:
        return 1
    return ways(stairs - 1) + ways(stairs - 2)

print(ways(80))
print(ways.cache_info())

@lru_cache(maxsize=2)
def distance(start, end):
    print("measures", start, "to", end)
    return len(start) + len(end)

print(distance("Rome", "Oslo"))
print(distance("Rome", "Oslo"))
# By keywords it is another key.
print(distance(start="Rome", end="Oslo"))
print(distance.cache_info())
try:
    distance(["Rome"], "Oslo")
except TypeError as error:
    print(error)
