from dataclasses import dataclass, field, replace

@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    host: str
    port: int = 5432
    tags: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not 0 < self.port < 65536:
            raise ValueError(f"port = {self.port}: out of range")

settings = Config(host="db", tags=["main"])
moved = replace(settings, port=5433)
print(moved.port, "was", settings.port)
try:
    settings.port = 80
except AttributeError as error:  # a FrozenInstanceError
    print(error)
try:
    Config(host="db", port=70000)
except ValueError as error:
    print(error)
moved.tags.append("test")  # one list, shared by both, and not frozen
print(settings.tags)
