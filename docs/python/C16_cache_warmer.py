import asyncio

async def fetch(tile):
    if tile == 13:
        raise OSError("the tile is broken")
    return f"tile {tile}"

async def consume(queue, tiles):
    while True:
        tile = await queue.get()
        try:
            tiles[tile] = await fetch(tile)
        except OSError as error:
            print(tile, error, sep=": ")
        queue.task_done()

async def main():
    queue, tiles = asyncio.Queue(maxsize=2), {}
    work = [asyncio.create_task(consume(queue, tiles)) for _ in "1234"]
    for line in range(10, 22):
        await queue.put(line)
    await queue.join()
    print(len(tiles), "tiles by", len(work), "consumers")

asyncio.run(main())
