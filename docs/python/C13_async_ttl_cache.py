import asyncio

class Rates:
    def __init__(self):
        self.now, self.calls, self._rates, self._locks = 0, 0, {}, {}

    async def get(self, code):
        # Of each currency its own, so that none waits for another.
        async with self._locks.setdefault(code, asyncio.Lock()):
            if self._rates.get(code, (0, 0))[1] <= self.now:
                rate, ttl = await self._ask(code)
                self._rates[code] = rate, self.now + ttl
            return self._rates[code][0]

    async def _ask(self, code):
        self.calls += 1
        return (162.5, 10) if code == "JPY" else (1.05, 60)

async def main():
    rates = Rates()
    for rates.now in (0, 2, 24):
        asked = map(rates.get, ["USD", "USD", "JPY"])
        print(*await asyncio.gather(*asked), rates.calls, "calls")

asyncio.run(main())
