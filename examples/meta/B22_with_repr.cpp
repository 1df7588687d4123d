import std;
import patterns;

// #region page
using patterns::meta::repr_fields;
using patterns::meta::with_repr;

// Accounts go to the log. Their passwords must not.
struct account {
  int id = 0;
  std::string name;
  std::string password;

  void rename(std::string to) { name = std::move(to); }
};

// The class decorated: an account in all but the text that shows it.
using user = with_repr<account, "id", "name">;

int main() {
  user ada{{.id = 1, .name = "Ada", .password = "enchantress"}};
  std::cout << std::format("{}\n", ada);  // account(id=1, name='Ada')

  ada.rename("Ada Lovelace");
  const std::vector<std::optional<user>> online{ada, std::nullopt};
  std::cout << patterns::data_model::repr(online) << '\n';  // [account(id=1, name='Ada Lovelace'), nullopt]

  // A class that stays as it is, shown by other fields and in another order, just here.
  std::cout << repr_fields<"name", "id">(account{.id = 2, .name = "Grace", .password = "cobol"}) << '\n';
  // account(name='Grace', id=2)
}
// #endregion
