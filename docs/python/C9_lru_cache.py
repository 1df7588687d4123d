from collections import OrderedDict

class LRU(OrderedDict):
    def __init__(self, capacity, on_removal):
        super().__init__()
        self.capacity, self.on_removal = capacity, on_removal

    def use(self, place):
        self.move_to_end(place)
        return self[place]

    def put(self, place, tile):
        if self.pop(place, None) is not None:
            self.on_removal("redrawn:", place)
        self[place] = tile
        if len(self) > self.capacity:
            self.on_removal("to disk:", self.popitem(last=False)[0])

tiles = LRU(2, on_removal=print)
tiles.put("Oslo", "fjord")
tiles.put("Rome", "seven hills")
print("Oslo shows", tiles.use("Oslo"))
tiles.put("Cairo", "river")
tiles.put("Oslo", "snow")
print(*reversed(tiles.items()), sep="\n")
