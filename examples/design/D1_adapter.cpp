import std;
import patterns;

// #region page
namespace typing = patterns::typing;
using patterns::design::adapt;
using patterns::design::adaptation;
using patterns::design::adapted;

// A shop notifies its customers through anything that can notify; the only thing there is comes from another house.
struct customer {
  std::string name;
  std::string email;
};

struct notifies {
  using signature = void(const customer&, std::string_view);
  void operator()(auto& value, const customer& to, std::string_view text) const
    requires requires { value.notify(to, text); }
  {
    value.notify(to, text);
  }
};

class any_notifier : public typing::protocol<typing::move_only, notifies> {
 public:
  using protocol::protocol;
  void notify(const customer& to, std::string_view text) { call<notifies>(to, text); }
};

class legacy_mailer {
 public:
  void send_mail(const std::string& address, const std::string& body) {
    std::cout << std::format("mail to <{}>: {}\n", address, body);
  }
};

// The one place that knows both. Leave notify out, and the compiler says that `notifies` is missing.
template <>
struct patterns::design::adaptation<any_notifier, legacy_mailer&> : adapted<legacy_mailer&> {
  using adapted::adapted;
  void notify(const customer& to, std::string_view text) {
    source().send_mail(to.email, std::format("Dear {}, {}", to.name, text));
  }
};

int main() {
  legacy_mailer mailer;
  any_notifier notifier = adapt<any_notifier>(std::ref(mailer));
  notifier.notify({"Ana", "ana@example.org"}, "your lamp is on its way.");
  // mail to <ana@example.org>: Dear Ana, your lamp is on its way.
}
// #endregion
