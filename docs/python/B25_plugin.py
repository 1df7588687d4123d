class Format:
    name = ""

    def __init_subclass__(cls, *, separator, quoted=False):
        super().__init_subclass__()
        if not cls.name:
            raise TypeError(f"{cls.__name__} has no name")
        cls.separator, cls.quote = separator, "'" if quoted else ""

    def write(self, cells):
        q = self.quote
        return self.separator.join(q + c + q for c in cells)

class Csv(Format, separator=","):
    name = "csv"

class Quoted(Format, separator=";", quoted=True):
    name = "quoted"

for chosen in Csv(), Quoted():
    print(f"{chosen.name}: {chosen.write(['lamp', '12'])}")
try:
    class Tabs(Format, separator="\t"): pass
except TypeError as error:
    print(error)
