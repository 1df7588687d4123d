export module m:first;
export enum color { red };
