// What patterns.data_model exports. To change it: tests/contract/names.py --write
import patterns.data_model;

namespace data_model_contract {
using patterns::data_model::as_map;
using patterns::data_model::as_tuple;
using patterns::data_model::field;
using patterns::data_model::field_change;
using patterns::data_model::field_range_error;
using patterns::data_model::has_repr;
using patterns::data_model::in_range;
using patterns::data_model::non_empty;
using patterns::data_model::non_negative;
using patterns::data_model::one_of;
using patterns::data_model::record_compare;
using patterns::data_model::record_equal;
using patterns::data_model::record_formatter;
using patterns::data_model::record_hash;
using patterns::data_model::record_hasher;
using patterns::data_model::replace;
using patterns::data_model::repr;
using patterns::data_model::validated;
using patterns::data_model::validation_error;
using patterns::data_model::validator;
}  // namespace data_model_contract
