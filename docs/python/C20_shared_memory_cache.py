import os
import signal
from multiprocessing import Manager, Process


def preview_of(previews, picture: str) -> None:
    if picture in previews:
        print(f"{picture}: {previews[picture]} (made before)")
        return
    if picture.endswith(".broken"):
        os.kill(os.getpid(), signal.SIGKILL)
    previews[picture] = 8 * picture[0]
    print(f"{picture}: {previews[picture]}")


if __name__ == "__main__":
    with Manager() as manager:
        previews = manager.dict()
        for picture in ["cat", "cat", "dog.broken", "dog", "cat"]:
            worker = Process(target=preview_of, args=(previews, picture))
            worker.start()
            worker.join()
            if worker.exitcode < 0:
                print(f"{picture}: killed by signal {-worker.exitcode}")
        print(len(previews), "previews")
