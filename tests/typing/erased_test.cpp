#include "googletest.hpp"

import googletest;
import std;
import patterns.typing;

namespace {

using patterns::typing::bad_protocol_access;
using patterns::typing::copyable;
using patterns::typing::erased;
using patterns::typing::erased_interface;
using patterns::typing::erased_value;
using patterns::typing::is_instance;
using patterns::typing::move_only;
using patterns::typing::protocol;
using patterns::typing::sized_protocol;
using patterns::typing::type_list;

// Every shape has an area; some can be drawn, some can be scaled.
struct measuring {
  using signature = double() const noexcept;
  double operator()(const auto& value) const noexcept
    requires requires {
      { value.area() } noexcept;
    }
  {
    return value.area();
  }
};

struct drawing {
  using signature = std::string() const;
  std::string operator()(const auto& value) const
    requires requires { value.draw(); }
  {
    return value.draw();
  }
};

struct scaling {
  using signature = void(double);
  void operator()(auto& value, double factor) const
    requires requires { value.scale(factor); }
  {
    value.scale(factor);
  }
};

struct shape_interface {
  using operations = type_list<measuring>;
};
struct picture_interface {
  using operations = type_list<drawing>;
};
struct drawable_shape_interface {
  using parts = type_list<shape_interface, picture_interface>;
};
struct canvas_item_interface {
  using operations = type_list<scaling>;
  using parts = type_list<shape_interface, drawable_shape_interface>;
  using queries = type_list<sized_protocol>;
};
struct unique_shape_interface {
  using ownership = move_only;
  using operations = type_list<measuring>;
};
struct unique_item_interface {
  using ownership = move_only;
  using operations = type_list<drawing>;
  using parts = type_list<unique_shape_interface>;
};

using any_shape = erased<shape_interface>;
using any_picture = erased<picture_interface>;
using any_drawable_shape = erased<drawable_shape_interface>;
using unique_shape = erased<unique_shape_interface>;
using unique_item = erased<unique_item_interface>;

class canvas_item : public erased<canvas_item_interface> {
 public:
  using erased::erased;
  [[nodiscard]] double area() const noexcept { return call<measuring>(); }
  [[nodiscard]] std::string draw() const { return call<drawing>(); }
  void scale(double factor) { call<scaling>(factor); }
};

struct square {
  double side = 1;
  [[nodiscard]] double area() const noexcept { return side * side; }
  [[nodiscard]] std::string draw() const { return "square"; }
  void scale(double factor) { side *= factor; }
};

struct polygon : square {
  [[nodiscard]] std::size_t size() const { return 5; }
};

// Too large to live inside, and counts those that are alive.
struct mural : square {
  static inline int alive = 0;
  static inline int made = 0;
  mural() { count(); }
  mural(const mural& other) : square(other) { count(); }
  ~mural() { --alive; }
  static void count() {
    ++alive;
    ++made;
  }
  std::array<char, 500> paint{};
};

// Small, but more than its bytes.
struct labelled : square {
  std::shared_ptr<int> label = std::make_shared<int>(7);
};

struct unique_square : square {
  std::unique_ptr<int> label = std::make_unique<int>(7);
};

struct may_throw {
  [[nodiscard]] double area() const { return 1; }
};

static_assert(erased_interface<shape_interface> && erased_interface<drawable_shape_interface>);
static_assert(!erased_interface<int> && !erased_interface<square>);

struct lists_no_operation {
  using operations = type_list<square>;
};
struct owns_strangely {
  using operations = type_list<measuring>;
  using ownership = int;
};
struct gives_copies_of_what_cannot_be_copied {
  using ownership = move_only;
  using parts = type_list<shape_interface>;
};
struct has_a_part_that_is_none {
  using parts = type_list<square>;
};
static_assert(!erased_interface<lists_no_operation> && !erased_interface<owns_strangely>);
static_assert(!erased_interface<gives_copies_of_what_cannot_be_copied> && !erased_interface<has_a_part_that_is_none>);

static_assert(erased_value<any_shape> && erased_value<canvas_item> && erased_value<protocol<copyable, drawing>>);
static_assert(!erased_value<square> && !erased_value<int>);

static_assert(sizeof(any_shape) == 5 * sizeof(void*) && sizeof(canvas_item) == sizeof(any_shape));

static_assert(std::copyable<any_shape> && std::movable<unique_shape> && !std::copy_constructible<unique_shape>);
static_assert(std::convertible_to<square, canvas_item> && !std::convertible_to<may_throw, any_shape>);
static_assert(std::convertible_to<unique_square, unique_item> && !std::convertible_to<unique_square, canvas_item>);

// To a part: declared, so for nothing.
static_assert(std::convertible_to<const canvas_item&, any_shape> && std::convertible_to<canvas_item&, any_picture>);
static_assert(std::is_nothrow_constructible_v<any_shape, canvas_item> &&
              std::is_nothrow_constructible_v<any_picture, canvas_item> &&
              std::is_nothrow_constructible_v<any_drawable_shape, canvas_item>);
static_assert(!std::is_nothrow_constructible_v<any_shape, const canvas_item&>, "a copy may throw");
static_assert(std::is_nothrow_constructible_v<unique_shape, unique_item>);
static_assert(!std::constructible_from<unique_shape, const unique_item&>, "it cannot be copied");
static_assert(!std::constructible_from<unique_shape, unique_item&>, "nor be taken from by surprise");
static_assert(!std::convertible_to<any_shape, canvas_item>, "a part is not the whole");
static_assert(!std::convertible_to<unique_item, any_shape>, "what cannot be copied is not made to");
static_assert(std::convertible_to<const any_shape&, unique_shape>, "a copy can be owned alone");

template <class Value, class Operation>
concept can_call = requires(Value& value) { value.template call<Operation>(); };
static_assert(can_call<const canvas_item, measuring> && can_call<const any_drawable_shape, drawing>);
static_assert(!can_call<any_shape, drawing> && !can_call<const canvas_item, scaling>);
static_assert(noexcept(std::declval<const canvas_item&>().call<measuring>()));
static_assert(!noexcept(std::declval<const canvas_item&>().call<drawing>()));

TEST(A18_erased, has_the_operations_of_all_its_parts) {
  canvas_item item = square{2};
  item.scale(2);
  EXPECT_EQ(item.area(), 16);
  EXPECT_EQ(item.draw(), "square");
}

TEST(A18_erased, gives_its_value_to_a_part_without_wrapping_it) {
  const canvas_item item = square{2};
  const any_shape shape = item;
  EXPECT_EQ(shape.call<measuring>(), 4);
  ASSERT_NE(shape.target<square>(), nullptr);
  EXPECT_EQ(shape.target<canvas_item>(), nullptr);
  EXPECT_EQ(item.area(), 4);
}

TEST(A18_erased, gives_a_copy_that_is_independent) {
  canvas_item item = square{2};
  const any_shape before = item;
  item.scale(10);
  EXPECT_EQ(before.call<measuring>(), 4);
  EXPECT_EQ(item.area(), 400);
}

TEST(A18_erased, hands_an_allocated_value_over_without_a_copy) {
  {
    canvas_item item = mural{};
    const int made = mural::made;
    const auto* const before = item.target<mural>();
    const any_shape shape = std::move(item);
    EXPECT_EQ(shape.target<mural>(), before) << "the same object, not one like it";
    EXPECT_EQ(mural::made, made);
    EXPECT_FALSE(item.has_value());
    EXPECT_EQ(shape.call<measuring>(), 1);
  }
  EXPECT_EQ(mural::alive, 0);
}

TEST(A18_erased, copies_an_allocated_value_once_into_a_part) {
  {
    const canvas_item item = mural{};
    const int made = mural::made;
    const any_picture picture = item;
    EXPECT_EQ(mural::made, made + 1);
    EXPECT_NE(picture.target<mural>(), item.target<mural>());
  }
  EXPECT_EQ(mural::alive, 0);
}

TEST(A18_erased, moves_a_small_value_that_is_more_than_its_bytes) {
  labelled square;
  const std::weak_ptr<int> label = square.label;
  {
    canvas_item item = std::move(square);
    const any_shape copy = item;
    EXPECT_EQ(label.use_count(), 2);
    const any_drawable_shape moved = std::move(item);
    EXPECT_EQ(label.use_count(), 2);
    const any_picture weakest = moved;
    EXPECT_EQ(label.use_count(), 3);
  }
  EXPECT_TRUE(label.expired());
}

TEST(A18_erased, reaches_a_part_of_a_part) {
  const any_drawable_shape shape = canvas_item(square{3});
  const any_shape weakest = shape;
  EXPECT_EQ(weakest.call<measuring>(), 9);
  EXPECT_EQ(any_picture(shape).call<drawing>(), "square");
}

TEST(A18_erased, gives_its_value_to_an_interface_that_it_does_not_name) {
  using any_scalable_shape = protocol<copyable, scaling, measuring>;
  canvas_item item = mural{};
  const int made = mural::made;
  any_scalable_shape scalable = std::move(item);
  EXPECT_EQ(mural::made, made);
  scalable.call<scaling>(3);
  EXPECT_EQ(scalable.call<measuring>(), 9);
  ASSERT_NE(scalable.target<mural>(), nullptr);
  item = square{2};
  scalable = item;
  EXPECT_EQ(scalable.call<measuring>(), 4) << "another type, another table";
  scalable = canvas_item(square{5});
  EXPECT_EQ(scalable.call<measuring>(), 25) << "the first type again";
}

TEST(A18_erased, gives_its_value_between_protocols_without_wrapping_it) {
  using both = protocol<copyable, measuring, drawing>;
  both stronger = mural{};
  const int made = mural::made;
  const protocol<copyable, drawing> weaker = std::move(stronger);
  EXPECT_EQ(mural::made, made);
  EXPECT_NE(weaker.target<mural>(), nullptr);
  const protocol<move_only, drawing> alone = weaker;
  EXPECT_EQ(mural::made, made + 1);
  EXPECT_EQ(alone.call<drawing>(), "square");
}

TEST(A18_erased, leaves_tables_for_the_parts_of_an_interface_that_it_does_not_name) {
  using all = protocol<copyable, scaling, drawing, measuring>;
  const all stronger = square{2};
  const any_drawable_shape shape = stronger;
  EXPECT_EQ(any_shape(shape).call<measuring>(), 4);
  EXPECT_EQ(any_picture(shape).call<drawing>(), "square");
}

TEST(A18_erased, gives_nothing_when_there_is_nothing) {
  EXPECT_FALSE(any_shape(canvas_item()).has_value());
  EXPECT_FALSE((protocol<copyable, scaling>(canvas_item()).has_value()));
  EXPECT_THROW((void)any_picture(canvas_item()).call<drawing>(), bad_protocol_access);
}

TEST(A18_erased, gives_the_reference_it_holds) {
  square mine{2};
  const any_shape shape = canvas_item(std::ref(mine));
  mine.side = 7;
  EXPECT_EQ(shape.call<measuring>(), 49);
  EXPECT_EQ(shape.target<square>(), &mine);
}

TEST(A18_erased, refers_to_an_erased_value_like_to_any_other) {
  canvas_item item = square{2};
  const any_shape shape = std::ref(item);
  item.scale(2);
  EXPECT_EQ(shape.call<measuring>(), 16);
  EXPECT_EQ(shape.target<canvas_item>(), &item);
  const any_shape inner(std::in_place_type<std::reference_wrapper<canvas_item>>, item);
  EXPECT_EQ(inner.target<canvas_item>(), &item);
  static_assert(!std::constructible_from<any_shape, std::in_place_type_t<std::reference_wrapper<canvas_item>>, int>);
}

TEST(A18_erased, assigns_a_stronger_value_to_a_weaker) {
  any_shape shape = square{1};
  const canvas_item item = square{6};
  shape = item;
  EXPECT_EQ(shape.call<measuring>(), 36);
  shape = canvas_item(square{7});
  EXPECT_EQ(shape.call<measuring>(), 49);
}

TEST(A18_erased, keeps_both_values_when_a_conversion_throws) {
  struct cannot_be_copied_today : square {
    cannot_be_copied_today() = default;
    cannot_be_copied_today(cannot_be_copied_today&&) = default;
    cannot_be_copied_today(const cannot_be_copied_today&) { throw std::runtime_error("not today"); }
  };
  const canvas_item item(std::in_place_type<cannot_be_copied_today>);
  any_shape shape = square{3};
  EXPECT_THROW(shape = item, std::runtime_error);
  EXPECT_EQ(shape.call<measuring>(), 9);
  EXPECT_EQ(item.area(), 1);
}

TEST(A18_erased, moves_what_cannot_be_copied_to_a_part) {
  unique_item item = unique_square{};
  const unique_shape shape = std::move(item);
  EXPECT_EQ(shape.call<measuring>(), 1);
  ASSERT_NE(shape.target<unique_square>(), nullptr);
  EXPECT_EQ(*shape.target<unique_square>()->label, 7);
}

TEST(A18_erased, tells_the_type_inside) {
  square mine;
  EXPECT_EQ(any_shape().type(), typeid(void));
  EXPECT_EQ(any_shape(square{}).type(), typeid(square));
  EXPECT_EQ(any_shape(mural{}).type(), typeid(mural));
  EXPECT_EQ(any_shape(std::ref(mine)).type(), typeid(square)) << "of what it refers to";
  EXPECT_EQ(any_shape(std::cref(mine)).type(), typeid(square));
}

TEST(A18_erased, gives_the_value_inside_to_who_knows_its_type) {
  any_shape shape = square{2};
  ASSERT_NE(shape.target<square>(), nullptr);
  shape.target<square>()->side = 3;
  EXPECT_EQ(shape.call<measuring>(), 9);
  EXPECT_EQ(shape.target<polygon>(), nullptr) << "exactly its type";
  EXPECT_EQ(any_shape().target<square>(), nullptr);
}

TEST(A18_erased, gives_the_object_referred_to_with_its_const) {
  square mine;
  any_shape shape = std::ref(mine);
  EXPECT_EQ(shape.target<square>(), &mine);
  shape = std::cref(mine);
  EXPECT_EQ(shape.target<square>(), nullptr);
  EXPECT_EQ(std::as_const(shape).target<square>(), &mine);
}

TEST(A18_erased, answers_for_its_parts_and_its_queries) {
  canvas_item item = square{};
  EXPECT_TRUE(is_instance<canvas_item_interface>(item));
  EXPECT_TRUE(is_instance<drawable_shape_interface>(item));
  EXPECT_TRUE(is_instance<picture_interface>(item));
  EXPECT_FALSE(is_instance<sized_protocol>(item));
  item = polygon{};
  EXPECT_TRUE(is_instance<sized_protocol>(item));
  item.reset();
  EXPECT_FALSE(is_instance<picture_interface>(item));
  EXPECT_FALSE(is_instance<sized_protocol>(item));
}

TEST(A18_erased, wraps_a_stranger_that_offers_the_operations_only_by_its_members) {
  struct gilded : protocol<copyable, measuring> {
    using protocol::protocol;
    [[nodiscard]] std::string draw() const { return "gold"; }
  };
  const any_picture picture = gilded(square{});
  EXPECT_EQ(picture.call<drawing>(), "gold");
  EXPECT_NE(picture.target<gilded>(), nullptr);
}

template <int Number>
struct numbered : square {
  [[nodiscard]] std::string draw() const { return std::to_string(Number); }
};

template <int Number>
[[nodiscard]] canvas_item make_numbered() {
  return numbered<Number>{};
}

// The first conversions of eight types race for the list of tables.
TEST(A18_erased, converts_from_many_threads_at_once) {
  constexpr std::array makers{make_numbered<0>, make_numbered<1>, make_numbered<2>, make_numbered<3>,
                              make_numbered<4>, make_numbered<5>, make_numbered<6>, make_numbered<7>};
  std::vector<canvas_item> items;
  for (const auto make : makers) {
    items.push_back(make());
  }
  std::latch begin(4);
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (std::size_t id = 0; id < 4; ++id) {
    threads.emplace_back([&, id] {
      begin.arrive_and_wait();
      for (std::size_t i = 0; i < 50 * items.size(); ++i) {
        const std::size_t number = (i + 2 * id) % items.size();
        const protocol<copyable, drawing, scaling> undeclared = std::as_const(items[number]);
        const any_picture declared = std::as_const(items[number]);
        right += undeclared.call<drawing>() + declared.call<drawing>() == std::format("{0}{0}", number) ? 1 : 0;
      }
    });
  }
  std::ranges::for_each(threads, &std::thread::join);
  EXPECT_EQ(right, 4 * 50 * 8);
}

// A list whose nodes hold the rest of it.
struct unique_node {
  unique_node(double given, unique_shape given_next) : side(given), next(std::move(given_next)) {}
  [[nodiscard]] double area() const noexcept { return side; }
  double side;
  unique_shape next;
};

TEST(A18_erased, takes_over_what_lives_inside_its_own_value) {
  unique_shape head(std::in_place_type<unique_node>, 1.0,
                    unique_shape(std::in_place_type<unique_node>, 2.0, square{3}));
  head = std::move(head.target<unique_node>()->next);
  EXPECT_EQ(head.call<measuring>(), 2);
  head = std::move(head.target<unique_node>()->next);
  EXPECT_EQ(head.call<measuring>(), 9);
}

static_assert(!std::constructible_from<any_shape, std::in_place_type_t<const square>>,
              "target<square> would change it");
static_assert(!std::constructible_from<any_shape, std::in_place_type_t<square&>, square&>);

// As the smart pointers of COM do, it gives another address than its own.
template <std::size_t Size>
struct with_its_own_address_of : square {
  explicit with_its_own_address_of(int& count) : alive(&count) { ++*alive; }
  with_its_own_address_of(const with_its_own_address_of& other) noexcept : square(other), alive(other.alive) {
    ++*alive;
  }
  with_its_own_address_of& operator=(const with_its_own_address_of&) = delete;
  ~with_its_own_address_of() { --*alive; }
  int* operator&() const { return alive; }
  int* alive;
  std::array<char, Size> room{};
};

TEST(A18_erased, does_not_ask_a_value_for_its_address) {
  int alive = 0;
  {
    any_shape within(std::in_place_type<with_its_own_address_of<1>>, alive);
    any_shape allocated(std::in_place_type<with_its_own_address_of<100>>, alive);
    EXPECT_EQ(alive, 2);
    EXPECT_EQ(within.target<with_its_own_address_of<1>>()->area(), 1);
    EXPECT_EQ(allocated.target<with_its_own_address_of<100>>()->area(), 1);
  }
  EXPECT_EQ(alive, 0);
}

}  // namespace
