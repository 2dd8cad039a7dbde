"""The rows and the plan of a training, as bench/TrainingRows.java wrote them."""

import json
import pathlib

import numpy


def read(folder):
    """Returns the plan, the inputs and the targets."""
    folder = pathlib.Path(folder)
    raw = (folder / "rows.safetensors").read_bytes()
    length = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + length])

    def tensor(name):
        begin, end = header[name]["data_offsets"]
        values = numpy.frombuffer(raw[8 + length + begin : 8 + length + end], dtype="<f4")
        return values.reshape(header[name]["shape"])

    return json.loads((folder / "plan.json").read_text()), tensor("train.inputs"), tensor("train.targets")
