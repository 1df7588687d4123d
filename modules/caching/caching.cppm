/// @file
/// patterns.caching: caches built from orthogonal parts. Gives patterns.concurrency too.
export module patterns.caching;

export import patterns.concurrency;
