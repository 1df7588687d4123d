from collections import namedtuple

class Spec:
    def __init__(self, text, rule):
        self.text, self.rule = text, rule
    def __call__(self, value):
        return self.rule(value)
    def __and__(self, other):
        return Spec(f"{self.text} and {other.text}",
                    lambda v: self(v) and other(v))
    def __invert__(self):
        return Spec(f"not ({self.text})", lambda v: not self(v))

Member = namedtuple("Member", "name age fees")
adult = Spec("age >= 18", lambda member: member.age >= 18)
owes = Spec("fees > 10", lambda member: member.fees > 10)
may_borrow = adult & ~owes
careless = adult and ~owes  # no error: the second one alone

members = [Member("Ana", 20, 2.5), Member("Ben", 17, 0)]
print(sum(map(may_borrow, members)), sum(map(careless, members)))
for each in members:
    print(each.name, may_borrow(each))
print(may_borrow.text, "/", careless.text)
