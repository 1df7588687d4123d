import std;
import patterns;

// #region page
// An account ends up with the wrong balance. Who touches it, and where in the code?
using namespace patterns::data_model;

struct account {
  std::string owner = "Ana";
  int balance = 100;

  void deposit(int amount) { balance += amount; }
};

int main() {
  traced watched(account{}, [](const trace_event& seen) { std::cout << seen.text() << '\n'; });
  watched.here().write<"balance">(40);                    // write account::balance
  watched.here().call<&account::deposit>(2);              // call account::deposit
  std::cout << watched.here().read<"balance">() << '\n';  // read account::balance, 42
  watched.here()->owner = "Bo";                           // arrow account

  const auto& reader = watched;
  std::cout << reader.here().read<"owner">() << '\n';  // read const account::owner, Bo
  // reader.here().write<"balance">(0) does not compile: a const account is not written to.

  // The place is that of the use.
  traced located(account{}, [](const trace_event& seen) {
    std::cout << std::format("line {} of {}\n", seen.where.line(),
                             std::filesystem::path(seen.where.file_name()).filename().string());
  });
  located.here().write<"balance">(0);  // line 31 of B2_every_access_intercepted.cpp

  // Watching ends where the sink is null, and costs nothing then.
  traced<account> unwatched;
  unwatched.here().write<"balance">(7);
  static_assert(sizeof(unwatched) == sizeof(account));
}
// #endregion
