from typing import Self

class Statement:
    rows = 0

    def limit(self, rows: int) -> Self:
        self.rows = rows
        return self

class Selection(Statement):
    def __init__(self, table: str) -> None:
        self.table = table

    def order_by(self, column: str) -> Self:
        self.column = column
        return self

    def text(self) -> str:
        order = f"order by {self.column}"
        return f"from {self.table} {order} limit {self.rows}"

newest = Selection("orders").limit(10).order_by("day")
print(newest.text())
shorter = newest.limit(5)  # the same object, not a new one
print(newest.text())
