import sqlite3

class Query:
    def __init__(self, table):
        self.text, self.values = f"SELECT name FROM {table}", []
    def where(self, condition, *values):
        self.text += f" WHERE {condition}"
        self.values += values
        return self
    def order_by(self, column):
        self.text += f" ORDER BY {column}"
        return self
    def run(self):
        return shop.execute(self.text, self.values).fetchall()

shop = sqlite3.connect(":memory:")
shop.execute("CREATE TABLE product (name, price)")
shop.execute("INSERT INTO product VALUES ('lamp', 20), ('bulb', 5)")
typed = "' OR '1'='1"
print(Query("product").where("name = ?", typed).run())
print(Query("product").where(f"name = '{typed}'").run())
try:
    Query("product").order_by("price").where("price < 9").run()
except sqlite3.OperationalError as error:
    print(error)
