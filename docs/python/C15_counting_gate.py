from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Lock

service = BoundedSemaphore(3)
counting = Lock()
asking = most = 0


def ask(question: int) -> None:
    global asking, most
    with service:
        with counting:
            asking += 1
            most = max(most, asking)
        with counting:
            asking -= 1
        if question % 2 == 0:
            raise TimeoutError(f"question {question}")


with ThreadPoolExecutor(8) as pool:
    answers = [pool.submit(ask, number) for number in range(8)]
failed = sum(1 for answer in answers if answer.exception())
print("at most three:", most <= 3)
print(failed, "failed,", asking, "inside")
