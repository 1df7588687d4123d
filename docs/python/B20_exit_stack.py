from contextlib import ExitStack, contextmanager, suppress


@contextmanager
def opened(name):
    if name == "missing":
        raise FileNotFoundError("cannot open missing")
    print("open", name)
    try:
        yield name
    finally:
        print("close", name)


def open_all(names):
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(opened(name))
        return stack.pop_all()


open_all(["a", "b"]).close()
with suppress(FileNotFoundError):
    open_all(["a", "missing"])
