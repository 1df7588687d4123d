import asyncio

tasks, begun, data = {}, asyncio.Event(), asyncio.Event()

async def make(name):
    print("makes", name)
    begun.set()
    await data.wait()
    return f"report of {name}"

async def report(name):
    if name not in tasks:
        tasks[name] = asyncio.create_task(make(name))
        tasks[name].add_done_callback(lambda _: tasks.pop(name))
    return await asyncio.shield(tasks[name])  # outlives a tab

async def main():
    tabs = [asyncio.create_task(report("sales")) for _ in "123"]
    await begun.wait()
    tabs[0].cancel()
    data.set()
    for one in await asyncio.gather(*tabs, return_exceptions=True):
        print(str(one) or "closed")

asyncio.run(main())
