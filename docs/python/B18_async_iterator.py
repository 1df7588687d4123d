import asyncio
from contextlib import aclosing


async def page(number):
    await asyncio.sleep(0)  # a request to the service
    for letter in "ab":
        yield f"order {number}{letter}"


async def all_orders():
    for number in range(1, 100):
        async for order in page(number):
            yield order


async def print_first(wanted):
    async with aclosing(all_orders()) as orders:
        async for order in orders:
            print(order)
            if (wanted := wanted - 1) == 0:
                break


asyncio.run(print_first(3))
