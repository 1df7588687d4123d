#include <boost/mpl/vector.hpp>
#include <boost/type_erasure/any.hpp>
#include <boost/type_erasure/builtin.hpp>
#include <boost/type_erasure/member.hpp>
#include <string>

// repeat NN 20
struct shape_NN {
  int width = NN;
  [[nodiscard]] std::string draw() const { return std::string(static_cast<std::size_t>(width), '-'); }
  void resize(int to) { width = to; }
};
// end
// use
// repeat NN 20
BOOST_TYPE_ERASURE_MEMBER((uses_NN)(has_draw), draw, 0)
BOOST_TYPE_ERASURE_MEMBER((uses_NN)(has_resize), resize, 1)
std::string drawn(shape_NN shape) {
  namespace erasure = boost::type_erasure;
  erasure::any<
      boost::mpl::vector<erasure::copy_constructible<>, erasure::relaxed,
                         uses_NN::has_draw<std::string(), const erasure::_self>, uses_NN::has_resize<void(int)>>>
      any = shape;
  any.resize(7);
  const auto copy = any;
  return copy.draw();
}
// end
// end
