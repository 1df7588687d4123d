class Matrix:
    def __init__(self, *rows: list[float]) -> None:
        self.rows = rows

    def __matmul__(self, other: "Matrix") -> "Matrix":
        if len(self.rows[0]) != len(other.rows):
            raise ValueError("sizes do not go together")
        columns = list(zip(*other.rows))
        return Matrix(*([dot(r, c) for c in columns] for r in self.rows))


def dot(a, b) -> float:
    return sum(x * y for x, y in zip(a, b))


orders = Matrix([2, 0, 1], [1, 4, 0])
prices = Matrix([3.0, 2.5], [1.0, 1.5], [5.0, 4.0])
print(*(orders @ prices).rows)
try:
    orders @ orders
except ValueError as error:
    print(error)
# One price is missing, and with it goes a whole shop.
print(*(orders @ Matrix([3.0, 2.5], [1.0], [5.0, 4.0])).rows)
