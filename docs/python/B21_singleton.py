import threading

class Printer:
    _lock = threading.Lock()
    _only: "Printer | None" = None
    _attempts = 0

    def __new__(cls):
        with cls._lock:  # a Printer() inside would hang
            if cls._only is None:
                Printer._attempts += 1
                if Printer._attempts == 1:
                    raise RuntimeError("out of paper")
                print("printer started")
                cls._only = super().__new__(cls)
                cls._only.pages = 0
            return cls._only

try:
    Printer()
except RuntimeError as error:
    print(error)
first, second = Printer(), Printer()
second.pages += 1
print(first is second, first.pages)
