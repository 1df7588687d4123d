import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def triangles(model: str) -> int:
    if model.endswith(".broken"):
        os._exit(1)
    return 100 * len(model)


def main():
    sizes = {}
    with ProcessPoolExecutor(max_workers=1) as pool:
        for model in ["teapot", "rabbit.broken", "cat", "teapot"]:
            try:
                if model not in sizes:
                    sizes[model] = pool.submit(triangles, model).result()
                print(f"{model}: {sizes[model]}")
            except BrokenProcessPool:
                print(f"{model}: the pool is broken")


if __name__ == "__main__":
    main()
