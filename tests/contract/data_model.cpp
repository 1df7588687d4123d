// What patterns.data_model exports. To change it: tests/contract/names.py --write
import patterns.data_model;

namespace data_model_contract {
using patterns::data_model::as_map;
using patterns::data_model::as_tuple;
using patterns::data_model::clamp_checked;
using patterns::data_model::clamp_error;
using patterns::data_model::context_body;
using patterns::data_model::context_manager;
using patterns::data_model::exit_result;
using patterns::data_model::field;
using patterns::data_model::field_change;
using patterns::data_model::field_range_error;
using patterns::data_model::has_repr;
using patterns::data_model::hex;
using patterns::data_model::in_range;
using patterns::data_model::index_error;
using patterns::data_model::index_like;
using patterns::data_model::instance_counted;
using patterns::data_model::layout_of;
using patterns::data_model::member_layout;
using patterns::data_model::no_padding;
using patterns::data_model::non_empty;
using patterns::data_model::non_negative;
using patterns::data_model::one_of;
using patterns::data_model::record_compare;
using patterns::data_model::record_equal;
using patterns::data_model::record_formatter;
using patterns::data_model::record_hash;
using patterns::data_model::record_hasher;
using patterns::data_model::record_layout;
using patterns::data_model::replace;
using patterns::data_model::repr;
using patterns::data_model::required;
using patterns::data_model::scope_exit;
using patterns::data_model::scope_fail;
using patterns::data_model::scope_success;
using patterns::data_model::to_index;
using patterns::data_model::to_position;
using patterns::data_model::total_ordering;
using patterns::data_model::truth;
using patterns::data_model::truthy;
using patterns::data_model::validated;
using patterns::data_model::validation_error;
using patterns::data_model::validator;
using patterns::data_model::with;
}  // namespace data_model_contract
