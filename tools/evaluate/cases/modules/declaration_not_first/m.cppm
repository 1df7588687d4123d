int before();
export module m;
