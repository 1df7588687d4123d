class VersionedCache:
    def __init__(self):
        self.version, self._entries = 0, {}

    def bump(self):
        self.version += 1

    def get(self, fruit, load):
        # With the version of before the load: what a bump
        # overtakes is stored where nobody looks.
        key = self.version, fruit
        if key not in self._entries:
            self._entries[key] = load(fruit)
        return self._entries[key]

def slow(fruit):
    read, price_list[fruit] = price_list[fruit], 50
    prices.bump()
    return read

prices, price_list = VersionedCache(), {"pear": 45}
print("pear", prices.get("pear", slow))
print("pear", prices.get("pear", price_list.get))
price_list["pear"] = 55
print("pear", prices.get("pear", price_list.get))
