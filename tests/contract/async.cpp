// What patterns.async exports. To change it: tests/contract/names.py --write
import patterns.async;
