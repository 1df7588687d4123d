/// @file
/// patterns: every theme at once.
export module patterns;

export import patterns.meta;
export import patterns.typing;
export import patterns.data_model;
export import patterns.concurrency;
export import patterns.design;
export import patterns.async;
export import patterns.caching;
