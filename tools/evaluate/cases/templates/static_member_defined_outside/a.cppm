export module a;
namespace detail {
template <class T>
struct enrolment {
  enrolment(int) {}
};
}  // namespace detail
export template <class T>
class registered {
  using enrolment = detail::enrolment<T>;
  template <const enrolment*>
  struct odr_use {};
  static const enrolment member;

 public:
  using forced = odr_use<&member>;
};
template <class T>
const typename registered<T>::enrolment registered<T>::member{1};
