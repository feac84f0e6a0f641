"""Copies the WASI module of the installed `zetasql` wheel and its protobuf descriptors to a folder.

Usage: python export-zetasql.py OUT_DIR     -> OUT_DIR/zetasql.wasm, OUT_DIR/zetasql.desc
Node (zetasql.mjs) reads both; field names become camelCase, because proto-loader does not convert them.
"""
import pathlib
import shutil
import sys

import zetasql.wasi as wasi
from google.protobuf import descriptor_pb2
from zetasql.wasi._pb2.zetasql.local_service import local_service_pb2


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(p[:1].upper() + p[1:] for p in rest)


def fix(msg: descriptor_pb2.DescriptorProto) -> None:
    for field in msg.field:
        field.name = camel(field.name)
    for oneof in msg.oneof_decl:
        oneof.name = camel(oneof.name)
    for nested in msg.nested_type:
        fix(nested)


files: dict[str, descriptor_pb2.FileDescriptorProto] = {}


def walk(file) -> None:
    if file.name in files:
        return
    for dep in file.dependencies:
        walk(dep)
    proto = descriptor_pb2.FileDescriptorProto()
    file.CopyToProto(proto)
    for msg in proto.message_type:
        fix(msg)
    files[file.name] = proto


walk(local_service_pb2.DESCRIPTOR)
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
shutil.copyfile(pathlib.Path(wasi.__file__).parent / "zetasql.wasm", out / "zetasql.wasm")
(out / "zetasql.desc").write_bytes(descriptor_pb2.FileDescriptorSet(file=list(files.values())).SerializeToString())
