import asyncio


class Transaction:
    async def __aenter__(self):
        print("begin")

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(0)  # the server has to hear of it
        print("roll back" if error else "commit")
        return isinstance(error, ValueError)


async def withdraw(balance, amount):
    async with Transaction():
        await asyncio.sleep(0)
        if amount > balance:
            raise ValueError("not enough money")
        return f"left: {balance - amount}"
    return "left as it was"


print(asyncio.run(withdraw(100, 30)))
print(asyncio.run(withdraw(100, 500)))
