// What patterns.meta exports. To change it: tests/contract/names.py --write
import patterns.meta;

namespace meta_contract {
using patterns::meta::all_positions;
using patterns::meta::describe_enum;
using patterns::meta::enum_cast;
using patterns::meta::enum_count;
using patterns::meta::enum_formatter;
using patterns::meta::enum_name;
using patterns::meta::enum_range;
using patterns::meta::enum_values;
using patterns::meta::enumerator;
using patterns::meta::enumerators;
using patterns::meta::field_count;
using patterns::meta::field_index;
using patterns::meta::field_name;
using patterns::meta::field_names;
using patterns::meta::field_type;
using patterns::meta::fixed_string;
using patterns::meta::flags;
using patterns::meta::flags_cast;
using patterns::meta::for_each_field;
using patterns::meta::get_field;
using patterns::meta::has_field;
using patterns::meta::has_repr;
using patterns::meta::is_optional;
using patterns::meta::is_transparent;
using patterns::meta::is_variant;
using patterns::meta::map_range;
using patterns::meta::names_differ;
using patterns::meta::not_described;
using patterns::meta::range_of_values;
using patterns::meta::record;
using patterns::meta::repr;
using patterns::meta::repr_fields;
using patterns::meta::scoped_enum;
using patterns::meta::set_range;
using patterns::meta::shown_field;
using patterns::meta::smart_pointer;
using patterns::meta::tie_fields;
using patterns::meta::tuple_of_values;
using patterns::meta::type_name;
using patterns::meta::unordered_range;
using patterns::meta::unqualified_name;
using patterns::meta::usual_enum_range;
using patterns::meta::with_repr;
}  // namespace meta_contract
