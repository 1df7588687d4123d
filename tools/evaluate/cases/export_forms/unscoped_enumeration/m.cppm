export module m;
export enum level : int { low = 1, high = 5 };
