"""Reference values for the kernel tests, from NumPy in double precision.

python3 maf_reference.py writes, beside itself:
  maf-reference.safetensors  random masked weights of a flow, in float32
  maf-reference.csv          vectors (float32) and their log-densities (float64, nats)

It shares no code with Vigia: the safetensors file is written byte by byte here.
"""

import json
import pathlib
import struct

import numpy as np

FEATURES, TRANSFORMS, HIDDEN, BOUND = 5, 3, [12, 9], 5.0
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261124)


def degrees(units):
    return 1 + np.arange(units) * (FEATURES - 1) // units


def weights():
    tensors = {
        "standardise.mean": rng.normal(0, 3, FEATURES).astype("<f4"),
        "standardise.scale": np.exp(rng.normal(0, 1, FEATURES)).astype("<f4"),
    }
    for t in range(TRANSFORMS):
        tensors[f"transform.{t}.permutation"] = rng.permutation(FEATURES).astype("<i4")
        before = np.arange(1, FEATURES + 1)
        for l, units in enumerate(HIDDEN + [2 * FEATURES]):
            last = l == len(HIDDEN)
            after = np.tile(np.arange(1, FEATURES + 1), 2) if last else degrees(units)
            mask = after[:, None] > before if last else after[:, None] >= before
            weight = mask * rng.normal(0, 1 / np.sqrt(len(before)), (units, len(before)))
            tensors[f"transform.{t}.layer.{l}.weight"] = weight.astype("<f4")
            tensors[f"transform.{t}.layer.{l}.bias"] = rng.normal(0, 0.2, units).astype("<f4")
            before = after
    return tensors


def log_density(tensors, x):
    z = (x.astype(float) - tensors["standardise.mean"]) / tensors["standardise.scale"]
    result = -0.5 * FEATURES * np.log(2 * np.pi)
    result = result - np.log(tensors["standardise.scale"].astype(float)).sum()
    for t in range(TRANSFORMS):
        v = z[:, tensors[f"transform.{t}.permutation"]]
        h = v
        for l in range(len(HIDDEN) + 1):
            weight = tensors[f"transform.{t}.layer.{l}.weight"].astype(float)
            h = h @ weight.T + tensors[f"transform.{t}.layer.{l}.bias"]
            if l < len(HIDDEN):
                h = np.maximum(h, 0)
        mu, s = h[:, :FEATURES], h[:, FEATURES:]
        a = s / (1 + np.abs(s) / BOUND)
        z = (v - mu) * np.exp(-a)
        result = result - a.sum(axis=1)
    return result - 0.5 * (z**2).sum(axis=1)


def write(tensors, path):
    header, data = {}, b""
    for name, tensor in tensors.items():
        header[name] = {
            "dtype": {"<f4": "F32", "<i4": "I32"}[tensor.dtype.str],
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + tensor.nbytes],
        }
        data += tensor.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


tensors = weights()
spread = np.repeat([0.5, 1.5, 10.0], [30, 60, 10])[:, None]
x = tensors["standardise.mean"] + tensors["standardise.scale"] * rng.normal(0, spread, (100, FEATURES))
x = x.astype("<f4")
write(tensors, HERE / "maf-reference.safetensors")
with open(HERE / "maf-reference.csv", "w") as csv:
    print(f"# NumPy {np.__version__}, maf_reference.py: x_0..x_{FEATURES - 1}, log p(x)", file=csv)
    for row, value in zip(x, log_density(tensors, x)):
        print(*[repr(float(v)) for v in row], repr(float(value)), sep=",", file=csv)
