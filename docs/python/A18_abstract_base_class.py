from abc import ABC, abstractmethod

Settings = dict[str, int]

class Serializer(ABC):
    @abstractmethod
    def dumps(self, value: Settings) -> str: ...
    @abstractmethod
    def loads(self, text: str) -> Settings: ...

class KeyValue(Serializer):
    def dumps(self, value: Settings) -> str:
        return " ".join(f"{key}={n}" for key, n in value.items())
    def loads(self, text: str) -> Settings:
        pairs = [part.split("=") for part in text.split()]
        return {key: int(n) for key, n in pairs}

class WriteOnly(Serializer):
    def dumps(self, value: Settings) -> str:
        return str(value)

night = {"iso": 3200, "s": 30}
text = KeyValue().dumps(night)
print(text, KeyValue().loads(text) == night)
print("missing:", *WriteOnly.__abstractmethods__)
