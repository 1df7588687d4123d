export module a;
class item {};
export using item_of_a = item;
