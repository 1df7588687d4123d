import m;
template struct doubler<int>;
