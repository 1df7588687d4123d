#include "googletest.hpp"

import googletest;
import std;
import patterns.design;
import patterns.typing;

namespace {

using patterns::design::adapt;
using patterns::design::adaptable_to;
using patterns::design::adaptation;
using patterns::design::adapted;
using patterns::design::adapter;

struct user {
  std::string name;
  std::string email;
};

// What there is.
struct mailer {
  std::vector<std::string> sent;
  void send_mail(std::string_view to, std::string_view body) { sent.push_back(std::format("{}: {}", to, body)); }
  [[nodiscard]] std::size_t count() const { return sent.size(); }
};

struct sealed_mailer : mailer {
  std::unique_ptr<int> seal;
};

struct mute {};

// What is asked for: by a protocol, by a base class, by a concept.
struct notifies {
  using signature = void(const user&, std::string_view);
  template <class T>
    requires requires(T& value, const user& to) { value.notify(to, ""); }
  void operator()(T& value, const user& to, std::string_view text) const {
    value.notify(to, text);
  }
};

struct counts {
  using signature = std::size_t() const;
  template <class T>
    requires requires(const T& value) { value.notifications(); }
  std::size_t operator()(const T& value) const {
    return value.notifications();
  }
};

class any_notifier : public patterns::typing::protocol<patterns::typing::move_only, notifies, counts> {
 public:
  using protocol::protocol;
  void notify(const user& to, std::string_view text) { call<notifies>(to, text); }
  [[nodiscard]] std::size_t notifications() const { return call<counts>(); }
};

struct notifier_interface {
  using operations = patterns::typing::type_list<notifies, counts>;
};

struct notifier {
  notifier() = default;
  notifier(const notifier&) = default;
  notifier(notifier&&) = default;
  notifier& operator=(const notifier&) = default;
  notifier& operator=(notifier&&) = default;
  virtual ~notifier() = default;
  virtual void notify(const user& to, std::string_view text) = 0;
};

template <class T>
concept notifier_like = requires(T& value, const user& to) { value.notify(to, ""); };

struct notifier_tag {
  template <class T>
  static constexpr bool test = notifier_like<T>;
};

const user ana{"Ana", "ana@example.org"};

}  // namespace

template <class Target, class Source>
  requires std::derived_from<std::remove_cvref_t<Source>, mailer> && (!std::is_polymorphic_v<Target>)
struct patterns::design::adaptation<Target, Source> : patterns::design::adapted<Source> {
  using adapted<Source>::adapted;
  void notify(const user& to, std::string_view text) { this->source().send_mail(to.email, text); }
  [[nodiscard]] std::size_t notifications() const { return this->source().count(); }
};

template <>
struct patterns::design::adaptation<notifier, mailer&> : notifier, patterns::design::adapted<mailer&> {
  using adapted::adapted;
  void notify(const user& to, std::string_view text) override { source().send_mail(to.email, text); }
};

// Says less than is asked for.
template <>
struct patterns::design::adaptation<any_notifier, mute> : patterns::design::adapted<mute> {
  using adapted::adapted;
  void notify(const user&, std::string_view) {}
};

template <>
struct patterns::design::adaptation<notifier, mute> : notifier, patterns::design::adapted<mute> {
  using adapted::adapted;
};

template <>
struct patterns::design::adaptation<notifier_tag, mute> : patterns::design::adapted<mute> {
  using adapted::adapted;
};

namespace {

static_assert(adaptable_to<mailer, any_notifier> && adaptable_to<mailer&, any_notifier>);
static_assert(adaptable_to<mailer, notifier_interface> && adaptable_to<mailer, notifier_tag>);
static_assert(adaptable_to<mailer&, notifier> && !adaptable_to<mailer, notifier>, "one adaptation is given");
static_assert(!adaptable_to<mute, any_notifier>, "it does not count");
static_assert(!adaptable_to<mute, notifier>, "it is abstract");
static_assert(!adaptable_to<mute, notifier_tag> && !adaptable_to<mute, notifier_interface>);
static_assert(!adaptable_to<mailer, int>);

static_assert(sizeof(adapter<any_notifier, mailer>) == sizeof(mailer));
static_assert(sizeof(adapter<any_notifier, mailer&>) == sizeof(mailer*));
static_assert(std::copyable<adapter<any_notifier, mailer>> && std::copyable<adapter<any_notifier, mailer&>>);
static_assert(!std::copy_constructible<adapter<any_notifier, sealed_mailer>>);
static_assert(std::movable<adapter<any_notifier, sealed_mailer>>);
static_assert(!std::convertible_to<mailer, adapter<any_notifier, mailer>>, "a conversion is asked for");
static_assert(!std::constructible_from<adapter<any_notifier, mailer&>, mailer>, "a temporary would not live on");
static_assert(!std::constructible_from<adapter<any_notifier, const mailer&>, mailer>);
static_assert(std::same_as<decltype(adapt<any_notifier>(std::declval<mailer&>())), adapter<any_notifier, mailer>>);
static_assert(
    std::same_as<decltype(adapt<any_notifier>(std::ref(std::declval<mailer&>()))), adapter<any_notifier, mailer&>>);

template <class T>
concept can_send = requires(T& value) { value.source().send_mail("", ""); };
static_assert(can_send<adapter<any_notifier, mailer&>> && !can_send<const adapter<any_notifier, mailer&>>);
static_assert(!can_send<const adapter<any_notifier, mailer>>);

void greet(notifier_like auto& by, const user& to) {
  by.notify(to, "hello");
}

TEST(D1_adapter, serves_by_name_where_a_concept_is_asked_for) {
  adapter<any_notifier, mailer> by_mail{mailer()};
  greet(by_mail, ana);
  EXPECT_EQ(by_mail.source().sent, std::vector<std::string>{"ana@example.org: hello"});
  EXPECT_EQ(by_mail.notifications(), 1U);
}

TEST(D1_adapter, refers_to_a_source_given_by_reference_and_keeps_any_other) {
  mailer mail;
  auto refers = adapt<any_notifier>(std::ref(mail));
  greet(refers, ana);
  EXPECT_EQ(mail.count(), 1U);
  EXPECT_EQ(&refers.source(), &mail);
  auto keeps = adapt<any_notifier>(mail);
  greet(keeps, ana);
  EXPECT_EQ(keeps.notifications(), 2U);
  EXPECT_EQ(mail.count(), 1U);
}

TEST(D1_adapter, converts_to_a_type_erased_target) {
  mailer mail;
  any_notifier by_mail = adapt<any_notifier>(std::ref(mail));
  by_mail.notify(ana, "hello");
  EXPECT_EQ(by_mail.notifications(), 1U);
  any_notifier sealed = adapt<any_notifier>(sealed_mailer());
  sealed.notify(ana, "hello");
  EXPECT_EQ(sealed.notifications(), 1U);
  EXPECT_EQ(mail.sent, std::vector<std::string>{"ana@example.org: hello"});
}

TEST(D1_adapter, serves_where_a_base_class_is_asked_for) {
  mailer mail;
  adapter<notifier, mailer&> by_mail(mail);
  notifier& base = by_mail;
  base.notify(ana, "hello");
  EXPECT_EQ(mail.count(), 1U);
  const std::unique_ptr<notifier> owned = std::make_unique<adapter<notifier, mailer&>>(mail);
  owned->notify(ana, "again");
  EXPECT_EQ(mail.sent.back(), "ana@example.org: again");
}

TEST(D1_adapter, refers_to_another_source_when_it_is_assigned) {
  mailer first;
  mailer second;
  auto refers = adapt<any_notifier>(std::ref(first));
  refers = adapt<any_notifier>(std::ref(second));
  greet(refers, ana);
  EXPECT_EQ(first.count(), 0U);
  EXPECT_EQ(second.count(), 1U);
}

}  // namespace
