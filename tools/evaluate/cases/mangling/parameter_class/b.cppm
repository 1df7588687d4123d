export module b;
class item {};
export using item_of_b = item;
