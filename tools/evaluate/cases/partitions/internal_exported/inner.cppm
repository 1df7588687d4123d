module m:inner;
int helper();
