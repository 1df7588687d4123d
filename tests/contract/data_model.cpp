// What patterns.data_model exports. To change it: tests/contract/names.py --write
import patterns.data_model;
