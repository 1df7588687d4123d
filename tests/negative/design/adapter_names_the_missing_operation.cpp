// must not compile, and must say: no_operation_missing
// clang must say: (aka 'notifies') does not satisfy 'no_operation_missing'
// gcc must say: [with Operation = notifies]
import patterns.design;
import patterns.typing;

struct mailer {};

struct notifies {
  using signature = void(int);
  template <class T>
    requires requires(T& value) { value.notify(1); }
  void operator()(T& value, int user) const {
    value.notify(user);
  }
};

struct notifier {
  using operations = patterns::typing::type_list<notifies>;
};

template <>
struct patterns::design::adaptation<notifier, mailer> : patterns::design::adapted<mailer> {
  using adapted::adapted;
};

patterns::design::adapter<notifier, mailer> by_mail{mailer()};
