// What patterns.typing exports. To change it: tests/contract/names.py --write
import patterns.typing;

namespace typing_contract {
using patterns::typing::ambiguous_overload;
using patterns::typing::as_declared;
using patterns::typing::bad_protocol_access;
using patterns::typing::box;
using patterns::typing::const_operation;
using patterns::typing::copyable;
using patterns::typing::dispatch_error;
using patterns::typing::dispatchable;
using patterns::typing::dispatcher;
using patterns::typing::enable_number;
using patterns::typing::greeter;
using patterns::typing::implements;
using patterns::typing::move_only;
using patterns::typing::multimethod;
using patterns::typing::no_overload;
using patterns::typing::number;
using patterns::typing::number_error;
using patterns::typing::operation;
using patterns::typing::overload_for;
using patterns::typing::overload_token;
using patterns::typing::protocol;
}  // namespace typing_contract
