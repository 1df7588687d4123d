class Importer:
    known: dict[str, type["Importer"]] = {}

    def __init_subclass__(cls, *, key: str):
        super().__init_subclass__()
        Importer.known[key] = cls

class JsonImporter(Importer, key="json"):
    def read(self, file: str) -> str:
        return f"objects of {file}"

class CsvImporter(Importer, key="csv"):
    def read(self, file: str) -> str:
        return f"rows of {file}"

print(*sorted(Importer.known))
print(Importer.known["csv"]().read("orders.csv"))
try:
    Importer.known["xml"]
except KeyError as error:
    print("KeyError", error)

class Table(Importer, key="csv"):  # takes the place of the other
    pass
print(Importer.known["csv"].__name__)
