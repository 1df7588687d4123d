// must not compile, and must say: no_virtual_function_missing<
import patterns.design;

struct mailer {};

struct notifier {
  virtual ~notifier() = default;
  virtual void notify(int user) = 0;
};

template <>
struct patterns::design::adaptation<notifier, mailer> : notifier, patterns::design::adapted<mailer> {
  using adapted::adapted;
};

patterns::design::adapter<notifier, mailer> by_mail{mailer()};
