// What is read out of interface units, one construct after the other.
import assert from 'node:assert/strict'
import { test } from 'node:test'

import { extractApi } from '../generate/api.mjs'
import { entitiesOf, entityOf, inFolder, modulesOf } from './fixture.mjs'

const briefly = (members) => members.map((each) => `${each.kind} ${each.name}`)

test('a module has a doc, its parts, and the modules that it gives', async () => {
  const [module] = await modulesOf('export namespace patterns::demo { struct a; }', {
    'modules/demo/demo.cppm':
      '/// @file\n/// patterns.demo: d.\nexport module patterns.demo;\nexport import patterns.base;\nexport import :part;\n'
  })
  assert.equal(module.module, 'patterns.demo')
  assert.equal(module.doc, 'patterns.demo: d.')
  assert.equal(module.line, 3)
  assert.deepEqual(module.exports, ['patterns.base'])
  assert.deepEqual(
    module.parts.map((part) => [part.name, part.file, part.doc]),
    [['part', 'modules/demo/part.cppm', 'A1 · part: for a test.']]
  )
  assert.deepEqual(module.errors, [])
})

test('a file that declares no module is named', async () => {
  await inFolder({ 'modules/x.cppm': 'int a;\n' }, async (root) => {
    await assert.rejects(extractApi(root), /modules\/x\.cppm:1: no module declaration/)
  })
})

test('a class has its head as signature, its doc, its line and its public members', async () => {
  const found = await entityOf(`/// A box.
///
/// @tparam T  what is in it
template <class T>
  requires std::movable<T>
class [[nodiscard]] box : public base {
 public:
  using value_type = T;

  /// Empty.
  box() noexcept = default;
  explicit box(T value) : value_(std::move(value)) {}
  ~box();

  [[nodiscard]] explicit operator bool() const noexcept { return true; }
  [[nodiscard]] T operator()(int times = 1) const&;
  void take() const&& = delete;
  [[nodiscard]] friend constexpr bool operator==(const box& a, const box& b) { return a.value_ == b.value_; }
  static constexpr int most = 3;

 protected:
  int hidden() const;

 private:
  friend class other;
  T value_;
};`)
  assert.equal(found.kind, 'class')
  assert.equal(found.qualified, 'patterns::demo::box')
  assert.equal(found.signature, 'template <class T>\n  requires std::movable<T>\nclass [[nodiscard]] box : public base')
  assert.equal(found.doc, 'A box.\n\n@tparam T  what is in it')
  assert.equal(found.line, 12)
  assert.deepEqual(briefly(found.members), [
    'alias value_type',
    'function box',
    'function box',
    'function ~box',
    'function operator bool',
    'function operator()',
    'function take',
    'friend function operator==',
    'constant most'
  ])
  assert.equal(found.members[1].doc, 'Empty.')
  assert.equal(found.members[2].signature, 'explicit box(T value)')
  assert.equal(found.members[6].signature, 'void take() const&& = delete')
  assert.equal(found.members[7].signature, '[[nodiscard]] friend constexpr bool operator==(const box& a, const box& b)')
})

test('a struct is public from its beginning; a class within is a member with members', async () => {
  const found = await entityOf(`struct options {
  int size = 4;  ///< how many
                 ///< there are
  std::string name;
  struct inner { int depth; };
  enum class mode { on, off };
};`)
  assert.deepEqual(briefly(found.members), ['field size', 'field name', 'struct inner', 'enum mode'])
  assert.equal(found.members[0].doc, 'how many\nthere are')
  assert.equal(found.members[0].signature, 'int size = 4')
  assert.deepEqual(briefly(found.members[2].members), ['field depth'])
  assert.deepEqual(briefly(found.members[3].members), ['enumerator on', 'enumerator off'])
})

test('a concept is shown whole', async () => {
  const found = await entityOf(
    '/// C.\ntemplate <class T>\nconcept shown =\n    requires(const T& t) {\n      { t.text() } -> std::same_as<int>;\n    } && std::copyable<T>;'
  )
  assert.equal(found.kind, 'concept')
  assert.equal(found.doc, 'C.')
  assert.match(found.signature, /concept shown =\n {4}requires\(const T& t\) \{\n[^]*\} && std::copyable<T>$/)
})

test('overloads stand under one name, each with its own doc', async () => {
  const found = await entityOf(
    '/// One.\n[[nodiscard]] int size(int a);\n/// Two.\ntemplate <class T>\nauto size(const T& t) -> int {\n  return 1;\n}'
  )
  assert.deepEqual(
    found.overloads.map((each) => [each.signature, each.doc]),
    [
      ['[[nodiscard]] int size(int a)', 'One.'],
      ['template <class T>\nauto size(const T& t) -> int', 'Two.']
    ]
  )
})

test('an alias, a constant, an enumeration and a using-declaration', async () => {
  const found = await entitiesOf(`export namespace patterns::demo {
template <class T>
using pointer = std::unique_ptr<T>;
inline constexpr int answer = 42;
/// Long.
inline constexpr auto table = [] {
  return std::array{1, 2, 3};
}();
enum class color : unsigned char { red, /* */ green = 2 };
using std::endian;
}`)
  assert.deepEqual(briefly(found), ['alias pointer', 'constant answer', 'constant table', 'enum color', 'alias endian'])
  assert.equal(found[1].signature, 'inline constexpr int answer = 42')
  assert.equal(found[2].signature, 'inline constexpr auto table')
  assert.equal(found[3].signature, 'enum class color : unsigned char')
  assert.equal(found[4].target, 'std::endian')
})

test('a deduction guide and a specialization belong to their template', async () => {
  const found = await entityOf(
    '/// P.\ntemplate <class T>\nstruct pack;\ntemplate <class T>\nstruct pack<T*> {\n  int a;\n};\ntemplate <class T>\npack(T) -> pack<T>;'
  )
  assert.deepEqual(
    found.overloads.map((each) => each.kind),
    ['struct', 'specialization', 'deduction guide']
  )
  assert.deepEqual(briefly(found.overloads[1].members), ['field a'])
})

test('a deduction guide need be no template', async () => {
  const found = await entityOf('/// P.\ntemplate <class T = int>\nstruct pack {};\npack() -> pack<>;')
  assert.deepEqual(found.overloads.map((each) => each.signature).at(-1), 'pack() -> pack<>')
})

test('a class within that is defined outside has its members', async () => {
  const found = await entityOf(
    '/// P.\ntemplate <class T>\nclass pack {\n public:\n  class iterator;\n private:\n  class hidden;\n};\ntemplate <class T>\nclass pack<T>::iterator {\n public:\n  iterator();\n};\ntemplate <class T>\nclass pack<T>::hidden {\n};'
  )
  assert.deepEqual(briefly(found.members), ['class iterator'])
  assert.deepEqual(briefly(found.members[0].members), ['function iterator'])
})

test('a pointer to a function, and a conversion to a template', async () => {
  const found = await entityOf(
    '/// P.\nstruct pack {\n  void (*call)(int) noexcept = nullptr;\n  constexpr operator box<int>() const noexcept { return {}; }\n  operator bool() const;\n};'
  )
  assert.deepEqual(briefly(found.members), ['field call', 'function operator box<int>', 'function operator bool'])
  assert.equal(found.members[0].signature, 'void (*call)(int) noexcept = nullptr')
})

test('a specialization of a template of the standard is found, exported or not', async () => {
  const found = await entitiesOf(`/// H.
template <class T>
struct std::hash<patterns::demo::box<T>> {
  std::size_t operator()(int) const;
};
export template <>
struct std::formatter<patterns::demo::box<int>> {};
template <>
struct std::hash<patterns::demo::detail::inner> {};`)
  assert.deepEqual(
    found.map((each) => [each.name, each.qualified, each.doc]),
    [
      ['std::hash<box>', 'std::hash<patterns::demo::box<T>>', 'H.'],
      ['std::formatter<box>', 'std::formatter<patterns::demo::box<int>>', '']
    ]
  )
  assert.equal(found[1].signature, 'template <>\nstruct std::formatter<patterns::demo::box<int>>')
})

test('what was only mentioned before its definition is no entity, and gives its doc', async () => {
  const found = await entityOf(
    '/// Doc.\nclass late;\n}  // namespace patterns::demo\nexport namespace patterns::demo {\nclass late {\n};'
  )
  assert.deepEqual([found.doc, found.overloads.length, found.line], ['Doc.', 1, 13])
})

test('what is internal or not exported is left out', async () => {
  const found = await entitiesOf(`namespace patterns::demo { struct kept; }
namespace patterns::demo::detail { struct a; }
export namespace patterns::demo {
namespace detail { struct b; }
namespace io_detail { struct c; }
void outside::body() {}
struct seen;
}`)
  assert.deepEqual(
    found.map((each) => each.qualified),
    ['patterns::demo::seen']
  )
})

test('a name taken over from another module has the doc that it has there', async () => {
  const modules = await modulesOf('export namespace patterns::demo {\nusing base::thing;\n}', {
    'modules/base/base.cppm':
      'export module patterns.base;\nexport namespace patterns::base {\n/// T.\nstruct thing;\n}\n'
  })
  const found = modules.find((each) => each.module === 'patterns.demo').parts[0].entities[0]
  assert.deepEqual([found.doc, found.target], ['T.', 'patterns::base::thing'])
})

test('a comment that is no doc is none, and does not part a doc from its declaration', async () => {
  const found = await entityOf('/// Doc.\n// Why it is so.\nstruct a;')
  assert.equal(found.doc, 'Doc.')
})

test('what the grammar does not read is told, with its line', async () => {
  const [module] = await modulesOf('export namespace patterns::demo {\nstruct a {};\nint ] = 3;\n}')
  assert.equal(module.errors.length > 0, true)
  assert.equal(module.errors[0].file, 'modules/demo/part.cppm')
  assert.equal(module.errors[0].line >= 7, true)
})

test('what is not understood in the body of a function is no matter', async () => {
  const [module] = await modulesOf(
    'export namespace patterns::demo {\nint f() {\n  return [: ^^int :] ~~ 3;\n}\nstruct after;\n}'
  )
  assert.deepEqual(module.errors, [])
  assert.deepEqual(
    module.parts[0].entities.map((each) => each.name),
    ['f', 'after']
  )
})
