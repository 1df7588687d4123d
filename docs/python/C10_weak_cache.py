import threading
from weakref import WeakValueDictionary, finalize

class Font:
    def __init__(self, name):
        print("load", name)
        finalize(self, print, "unload", name)

fonts, lock = WeakValueDictionary(), threading.Lock()

def font(name):
    with lock:
        # Held here, or it could go between two look-ups.
        held = fonts.get(name)
        if held is None:
            held = fonts[name] = Font(name)
        return held

letter, invoice = font("Garamond"), font("Garamond")
print(letter is invoice)
del letter
print("Garamond" in fonts)
del invoice
print(len(fonts))
poster = font("Futura")
