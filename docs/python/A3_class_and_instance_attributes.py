import copy
from weakref import WeakSet


class Session:
    total = 0
    alive = WeakSet()

    def __init__(self, user):
        self.user = user
        Session.total += 1
        Session.alive.add(self)


ana, bob = Session("Ana"), Session("Bob")
print(len(Session.alive), "of", Session.total)
twin = copy.copy(ana)  # does not call __init__
print(len(Session.alive), "of", Session.total)
del bob
print(len(Session.alive), "of", Session.total)

ana.total = 0  # an attribute of ana alone
print(ana.total, Session.total)
