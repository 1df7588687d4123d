// What patterns.typing exports. To change it: tests/contract/names.py --write
import patterns.typing;

namespace typing_contract {
using patterns::typing::ambiguous_overload;
using patterns::typing::answered_by;
using patterns::typing::any_serializer;
using patterns::typing::as_declared;
using patterns::typing::bad_protocol_access;
using patterns::typing::box;
using patterns::typing::checkable_protocol;
using patterns::typing::conforms_to;
using patterns::typing::const_operation;
using patterns::typing::copyable;
using patterns::typing::dispatch_error;
using patterns::typing::dispatchable;
using patterns::typing::dispatcher;
using patterns::typing::enable_number;
using patterns::typing::enable_protocol;
using patterns::typing::encoded_view;
using patterns::typing::encoding;
using patterns::typing::erased;
using patterns::typing::erased_interface;
using patterns::typing::erased_value;
using patterns::typing::greeter;
using patterns::typing::implements;
using patterns::typing::is_instance;
using patterns::typing::load_error;
using patterns::typing::move_only;
using patterns::typing::multimethod;
using patterns::typing::no_overload;
using patterns::typing::number;
using patterns::typing::number_error;
using patterns::typing::operation;
using patterns::typing::overload_for;
using patterns::typing::overload_token;
using patterns::typing::protocol;
using patterns::typing::protocol_interface;
using patterns::typing::serializer;
using patterns::typing::serializer_interface;
using patterns::typing::sized;
using patterns::typing::sized_protocol;
using patterns::typing::type_list;
}  // namespace typing_contract
