// What patterns.concurrency exports. To change it: tests/contract/names.py --write
import patterns.concurrency;
