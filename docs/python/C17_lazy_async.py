import asyncio

reads, value, lock = 0, None, asyncio.Lock()


async def settings():
    global reads, value
    async with lock:
        if value is None:
            reads += 1
            if reads == 1:
                raise OSError("the disk is busy")
            value = {"limit": 10 * reads}
        return value


async def main():
    asking = [settings() for _ in range(3)]
    found = await asyncio.gather(*asking, return_exceptions=True)
    for number, outcome in enumerate(found, start=1):
        print(f"request {number}: {outcome}")


asyncio.run(main())
print(reads, "reads")
