module m;
template int half<int>(int);
