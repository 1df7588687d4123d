// must not compile, and must say: adaptation_given<
import patterns.design;

struct mailer {};

struct notifier {
  virtual ~notifier() = default;
};

patterns::design::adapter<notifier, mailer> by_mail{mailer()};
