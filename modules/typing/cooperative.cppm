/// @file
/// A17 · cooperative: layers of behaviour, each of which passes a call on to the next in the order of the whole.
export module patterns.typing:cooperative;

import std;
import :mro;

export namespace patterns::typing {

/// What stands behind the last layer. It has no operation: a last layer that calls super does not compile, and neither
/// do more constructor arguments than the layers take.
class end_of_layers {
 public:
  end_of_layers() = default;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

// Stands for the whole in its own order while the whole is being made.
template <class... Layers>
struct composition {
  using direct_bases = typename bases<Layers...>::template of<composition>;
};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

template <class... Layers>
  requires linearizable<detail::composition<Layers...>>
class cooperative;

template <class... Layers>
struct bases_of<cooperative<Layers...>> {
  using type = bases<Layers...>;
};

}  // namespace patterns::typing

namespace patterns::typing::detail {

template <class Layer, class Next>
struct stacked : std::type_identity<Next> {};

// A layer without behaviour only brings its bases.
template <class Layer, class Next>
  requires requires { typename Layer::template layer<Next>; }
struct stacked<Layer, Next> : std::type_identity<typename Layer::template layer<Next>> {};

template <class... Layers>
struct stack : std::type_identity<end_of_layers> {};

template <class First, class... Rest>
struct stack<First, Rest...> : stacked<First, typename stack<Rest...>::type> {};

template <class Whole, class... Layers>
struct stack_behind : stack<Layers...> {};

template <class... Layers>
using stack_of = typename mro<composition<Layers...>>::template to<stack_behind>::type;

template <class Layer>
struct next_layer;

template <template <class> class Layer, class Next>
struct next_layer<Layer<Next>> : std::type_identity<Next> {};

}  // namespace patterns::typing::detail

export namespace patterns::typing {

/// In a layer, the next one in the order of the whole: `super<layer>::save(text)`, where `layer` is the template that
/// the call stands in. Which class that is, only the whole decides.
template <class Layer>
using super = typename detail::next_layer<Layer>::type;

/// A class made of layers, which call each other along their method resolution order: each once, diamonds included.
///
///     struct logging {
///       using direct_bases = bases<storage>::of<logging>;
///       template <class Next>
///       struct layer : Next {
///         using Next::Next;
///         void save(std::string text) {
///           std::cout << "saving\n";
///           super<layer>::save(std::move(text));
///         }
///       };
///     };
///     class document : public cooperative<logging, checking> {};
///
/// A layer is a class that declares its bases, see bases, and has its behaviour in a template `layer` that derives from
/// what it is given; without one it only brings its bases. A layer that takes constructor arguments passes the rest of
/// them on to the next. What a layer asks of those behind it is checked where it is called.
///
/// @tparam Layers  as the bases of a class in Python: their order is kept, and each comes before its own bases
///
/// Complexity: calls are direct, and can be inlined; the object holds the members of its layers and nothing else.
/// Thread-safety, exceptions: those of the layers.
/// Source: row A17; Smaragdakis and Batory, Mixin Layers, 2002; PEP 3135.
template <class... Layers>
  requires linearizable<detail::composition<Layers...>>
class cooperative : public detail::stack_of<Layers...> {
 public:
  using detail::stack_of<Layers...>::stack_of;
};

}  // namespace patterns::typing
