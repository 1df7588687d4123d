import std;
import patterns;

// #region page
using patterns::design::access_report;
using patterns::design::logging_proxy;
using patterns::design::synchronized_sink;

// A bank must keep a record of who touches an account, and cannot change the class of the accounts.
class account {
 public:
  void deposit(int amount) { balance_ += amount; }
  void withdraw(int amount) {
    if (amount > balance_) {
      throw std::runtime_error("not enough money");
    }
    balance_ -= amount;
  }
  int balance() const { return balance_; }

 private:
  int balance_ = 0;
};

int main() {
  // Several threads and proxies may share it: one line at a time is written.
  const synchronized_sink record([](const access_report& report) { std::cout << "  " << report.text() << '\n'; });
  logging_proxy audited(account(), record);

  audited->deposit(100);  // account-> begins, account-> returns

  // An arrow does not tell which member it leads to; a call by name does.
  audited.call<&account::deposit>(20);  // account::deposit begins, account::deposit returns

  try {
    audited.call<&account::withdraw>(500);  // account::withdraw begins, account::withdraw throws
  } catch (const std::runtime_error& error) {
    std::cout << error.what() << '\n';
  }

  const auto& read_only = audited;
  const int balance = read_only->balance();  // const account-> begins, const account-> returns
  std::cout << balance << '\n';              // 120
  // read_only->deposit(1) does not compile: what a const proxy stands for is const.
}
// #endregion
