"""Facts as bytes and back."""

from __future__ import annotations

import msgspec

from archlint.facts.definitions import Function, Module
from archlint.facts.record import word
from archlint.facts.statements import Block

_ENCODER = msgspec.msgpack.Encoder()
_MODULES = msgspec.msgpack.Decoder(Module, dec_hook=word)
_BLOCKS = msgspec.msgpack.Decoder(Block, dec_hook=word)


def encode_block(block: Block) -> bytes:
    """The form in which a function's body waits until it is asked for."""
    return _ENCODER.encode(block)


def block(function: Function) -> Block:
    """Decode the body of a function."""
    return _BLOCKS.decode(function.body)


def dumps(module: Module) -> bytes:
    """Encode a module's facts."""
    return _ENCODER.encode(module)


def loads(blob: bytes) -> Module:
    """Decode a module's facts, bodies excepted; raises `msgspec.DecodeError` or `msgspec.ValidationError`."""
    return _MODULES.decode(blob)
