class User:
    def __init__(self, *, name, role="viewer", active=True):
        self.name = name
        self.role = role
        self.active = active

    def __repr__(self):
        fields = ", ".join(f"{k}={v!r}" for k, v in vars(self).items())
        return f"User({fields})"


ana = User(name="Ana", active=False)
print(ana)

bob = User(name="Bob", role="editor")
bob.name = "Robert"
print(f"{bob.name} has {len(bob.name)} letters")

try:
    User(role="editor")
except TypeError as error:
    print(error)

print(User(name=None))
