from concurrent.futures import ThreadPoolExecutor

AUTHORS = {1: "Ada", 2: "Grace"}
ARTICLES = [("Notes", 1), ("Bugs", 2), ("Engines", 1), ("Ghosts", 7)]


def find_author(number: int) -> str:
    if number not in AUTHORS:
        raise LookupError(f"author {number} is gone")
    return AUTHORS[number]


wanted = dict.fromkeys(author for _, author in ARTICLES)
with ThreadPoolExecutor(max_workers=4) as pool:
    queries = {key: pool.submit(find_author, key) for key in wanted}

for title, author in ARTICLES:
    try:
        print(f"{title} by {queries[author].result()}")
    except LookupError as error:
        print(f"{title}: {error.args[0]}")
print(len(queries), "queries")
