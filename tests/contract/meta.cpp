// What patterns.meta exports. To change it: tests/contract/names.py --write
import patterns.meta;

namespace meta_contract {
using patterns::meta::field_count;
using patterns::meta::field_index;
using patterns::meta::field_name;
using patterns::meta::field_names;
using patterns::meta::field_type;
using patterns::meta::fixed_string;
using patterns::meta::for_each_field;
using patterns::meta::get_field;
using patterns::meta::has_field;
using patterns::meta::record;
using patterns::meta::tie_fields;
using patterns::meta::type_name;
using patterns::meta::unqualified_name;
}  // namespace meta_contract
