// What patterns.typing exports. To change it: tests/contract/names.py --write
import patterns.typing;

namespace typing_contract {
using patterns::typing::bad_protocol_access;
using patterns::typing::box;
using patterns::typing::const_operation;
using patterns::typing::copyable;
using patterns::typing::enable_number;
using patterns::typing::greeter;
using patterns::typing::implements;
using patterns::typing::move_only;
using patterns::typing::number;
using patterns::typing::number_error;
using patterns::typing::operation;
using patterns::typing::protocol;
}  // namespace typing_contract
