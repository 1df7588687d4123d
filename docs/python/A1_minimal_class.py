import copy
import pickle


class Address:
    def __init__(self, street, number=0):
        self.street = street
        self.number = number


home = Address("Main Street", 5)
print(vars(home))
print(home == Address("Main Street", 5))

moved = copy.copy(home)
moved.number = 7
print(home.number, moved.number)

loaded = pickle.loads(pickle.dumps(home))
print(vars(loaded) == vars(home))

home.numbr = 9
print(vars(home))
