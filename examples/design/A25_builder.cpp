import std;
import patterns;

// #region page
// A shop searches its stock by what a visitor types in. The search is built step by step, and whatever the visitor
// types is a value: it cannot become a part of the statement.
using namespace patterns::design;

struct product {
  std::string name;
  double price;
  int stock;
};

void print(const statement& asked) {
  std::cout << asked.text << '\n';
  for (const sql_value& each : asked.parameters) {
    std::visit([](const auto& value) { std::cout << std::format("  ? = {}\n", value); }, each);
  }
}

int main() {
  const auto available = query_builder().select("name", "price").from("product").where("stock > ?", 0);

  const std::string typed = "'; DROP TABLE product; --";
  // ... WHERE (stock > ?) AND (name LIKE ?) ORDER BY "price", "name" DESC LIMIT ? OFFSET ?
  //   ? = '; DROP TABLE product; --
  print(available.where("name LIKE ?", typed).order_by("price", descending("name")).limit(10).build());

  // A rule that the program checks by itself is a condition for the database, too.
  const spec<product> cheap = field<product, "price">() < 5.0;
  print(available.where(cheap).build());  // ... WHERE (stock > ?) AND (price < ?)

  // A name cannot be bound, so it is quoted: UPDATE "product" SET "odd ""name""" = ? WHERE (name = ?)
  print(query_builder().update("product").set(column_value("odd \"name\"", 1)).where("name = ?", "lamp").build());

  // To change every row takes a word of its own. Without it, or with clauses in another order, nothing compiles.
  print(query_builder().delete_from("product").all_rows().build());  // DELETE FROM "product"
}
// #endregion
