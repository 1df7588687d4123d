/// @file
/// patterns.concurrency: threads, pools, locks and a way to ask running work to stop.
export module patterns.concurrency;

