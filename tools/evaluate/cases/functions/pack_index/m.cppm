export module m;
#ifndef __cpp_pack_indexing
#error not supported here: pack indexing
#endif
export template <class... All>
constexpr auto last(All... all) {
  return all...[sizeof...(All) - 1];
}
