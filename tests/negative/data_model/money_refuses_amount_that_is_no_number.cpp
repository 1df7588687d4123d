// must not compile, and must say: money_amount
import patterns.data_model;

const patterns::data_model::money<bool> price(true);
