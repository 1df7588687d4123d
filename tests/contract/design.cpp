// What patterns.design exports. To change it: tests/contract/names.py --write
import patterns.design;
