from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Semaphore

lock, asked, flights, queries = Lock(), Semaphore(0), {}, []
database = ThreadPoolExecutor(2)

def front_page(page):
    with lock:
        flight = flights.get(page)
        if flight is None:
            flight = flights[page] = database.submit(query, page)
            flight.add_done_callback(lambda _: flights.pop(page))
    asked.release()
    return flight.result()

def query(page):
    queries.append(page)
    for _ in range(4):  # slow: meanwhile all four have asked
        asked.acquire()
    return f"{page}: rain tomorrow"

with ThreadPoolExecutor(4) as readers:
    print(*readers.map(front_page, ["news"] * 4), sep="\n")
print(len(queries), "query")
