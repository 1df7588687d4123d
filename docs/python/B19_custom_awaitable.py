import asyncio


class Backoff:
    def __init__(self, first):
        self.wait = first
        self.waited = 0

    def __await__(self):
        self.waited += self.wait
        self.wait *= 2
        yield from asyncio.sleep(0).__await__()  # for self.wait


async def connect(failures):
    before_next_try = Backoff(100)
    for _ in range(failures):
        await before_next_try
    return failures + 1, before_next_try.waited


attempt, waited = asyncio.run(connect(4))
print(f"attempt {attempt} after {waited} ms")
