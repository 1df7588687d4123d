class Sheet:
    def __init__(self):
        self.rows = 0
        self.columns = {}

    def clear(self):
        "drops every column"
        self.columns.clear()

    def __getattr__(self, name):
        if name in self.columns:
            return self.columns[name]
        raise AttributeError(name)

    def __dir__(self):
        return [*super().__dir__(), *self.columns]

def public(sheet):
    return [name for name in dir(sheet) if name[0] != "_"]

weather = Sheet()
weather.columns = {"wind": [], "celsius": [], "rows": []}
print(*public(weather))  # a column may hide behind a field
weather.clear()
print(public(weather))
