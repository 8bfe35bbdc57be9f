#!/usr/bin/env python3
"""Writes ONNX's own tests of its operators, as the class NodeTests reads them.

    ci/onnx_node_tests.py FOLDER        (needs the package onnx)

Each becomes a folder with model.onnx and, for each of its data sets, the inputs and outputs as
tensors. Values that are no tensors (sequences, optionals) are left out.
"""
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, numpy_helper
from onnx.backend.test.case.node import collect_testcases


def tensor(value, info):
    """The value as a message; None where it is no tensor."""
    if isinstance(value, TensorProto):
        return value
    if not info.type.HasField("tensor_type"):
        return None
    return numpy_helper.from_array(np.asarray(value), info.name)


def main(folder):
    np.seterr(all="ignore")
    for case in collect_testcases(None):
        graph = case.model.graph
        for number, (inputs, outputs) in enumerate(case.data_sets):
            data = folder / case.name / f"test_data_set_{number}"
            data.mkdir(parents=True, exist_ok=True)
            for kind, values, infos in (
                ("input", inputs, graph.input),
                ("output", outputs, graph.output),
            ):
                for index, (value, info) in enumerate(zip(values, infos)):
                    message = tensor(value, info)
                    if message is not None:
                        (data / f"{kind}_{index}.pb").write_bytes(message.SerializeToString())
        (folder / case.name / "model.onnx").write_bytes(case.model.SerializeToString())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
