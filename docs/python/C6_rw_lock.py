from threading import Condition, Thread


class PriceList:
    def __init__(self):
        self.tea, self.readers, self.free = 3, 0, Condition()

    def __enter__(self):
        with self.free:
            self.readers += 1

    def __exit__(self, *error):
        with self.free:
            self.readers -= 1
            self.free.notify_all()

    def change(self, price):
        with self.free:
            self.free.wait_for(lambda: self.readers == 0)
            self.tea = price


shop, overtook = PriceList(), 0
manager = Thread(target=shop.change, args=(4,))
with shop:
    manager.start()
    for _ in range(100):
        with shop:
            overtook += shop.tea == 3
manager.join()
print(overtook, "overtook the change; tea is", shop.tea, "now")
