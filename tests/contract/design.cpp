// What patterns.design exports. To change it: tests/contract/names.py --write
import patterns.design;

namespace design_contract {
using patterns::design::calculator;
using patterns::design::empty_strategy;
using patterns::design::shared_strategy;
using patterns::design::strategy;
}  // namespace design_contract
