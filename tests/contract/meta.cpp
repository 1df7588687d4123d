// What patterns.meta exports. To change it: tests/contract/names.py --write
import patterns.meta;

namespace meta_contract {
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
using patterns::meta::not_described;
using patterns::meta::record;
using patterns::meta::scoped_enum;
using patterns::meta::tie_fields;
using patterns::meta::type_name;
using patterns::meta::unqualified_name;
using patterns::meta::usual_enum_range;
}  // namespace meta_contract
