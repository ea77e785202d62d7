"""Reference values of small flows of each kind, from NumPy in double precision.

python3 flow_reference.py writes beside itself, for each kind of flow:
  KIND-reference.safetensors  random weights in float32, with context, residual and mixed
  KIND-reference.csv          rows of features and context (float32), log-densities (float64, nats)

It shares no code with Vigia: the safetensors file is written byte by byte here.
"""

import json
import pathlib
import struct

import numpy as np

FEATURES, CONTEXT, TRANSFORMS, HIDDEN, BINS, TAIL, BOUND = 5, 2, 3, [12, 12], 6, 3.0, 5.0
LEAST = 1e-3
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261124)


def weights(autoregressive, spline):
    tensors = {
        "standardise.mean": rng.normal(0, 3, FEATURES).astype("<f4"),
        "standardise.scale": np.exp(rng.normal(0, 1, FEATURES)).astype("<f4"),
    }
    mapped = FEATURES if autoregressive else FEATURES - FEATURES // 2
    parameters = 3 * BINS - 1 if spline else 2
    for t in range(TRANSFORMS):
        tensors[f"transform.{t}.permutation"] = rng.permutation(FEATURES).astype("<i4")
        matrix = np.eye(FEATURES) + rng.normal(0, 0.3, (FEATURES, FEATURES))
        tensors[f"transform.{t}.mixing.weight"] = matrix.astype("<f4")
        tensors[f"transform.{t}.mixing.bias"] = rng.normal(0, 0.3, FEATURES).astype("<f4")
        seen = FEATURES if autoregressive else FEATURES // 2
        before = np.concatenate([np.arange(1, seen + 1), np.zeros(CONTEXT)])
        for l, units in enumerate(HIDDEN + [parameters * mapped]):
            if l == len(HIDDEN):
                after = np.tile(np.arange(mapped), parameters)
            else:
                after = np.arange(units) * FEATURES // units
            mask = after[:, None] >= before if autoregressive else 1
            weight = mask * rng.normal(0, 1 / np.sqrt(len(before)), (units, len(before)))
            tensors[f"transform.{t}.layer.{l}.weight"] = weight.astype("<f4")
            tensors[f"transform.{t}.layer.{l}.bias"] = rng.normal(0, 0.2, units).astype("<f4")
            before = after
    return tensors


def affine(v, q):
    n = v.shape[1]
    a = q[:, n:] / (1 + np.abs(q[:, n:]) / BOUND)
    return (v - q[:, :n]) * np.exp(-a), -a


def edges(raw):
    exps = np.exp(raw)
    sizes = 2 * TAIL * (LEAST + (1 - BINS * LEAST) * exps / exps.sum())
    return np.concatenate([[-TAIL], -TAIL + np.cumsum(sizes)[:-1], [TAIL]])


def spline_of_one(v, raw):
    if abs(v) > TAIL:
        return v, 0.0
    xs, ys = edges(raw[:BINS]), edges(raw[BINS : 2 * BINS])
    inner = LEAST + np.log1p(np.exp(raw[2 * BINS :] + np.log(np.expm1(1 - LEAST))))
    d = np.concatenate([[1], inner, [1]])
    k = min(np.searchsorted(xs, v, side="right") - 1, BINS - 1)
    w, h = xs[k + 1] - xs[k], ys[k + 1] - ys[k]
    t, s = (v - xs[k]) / w, h / w
    below = s + (d[k + 1] + d[k] - 2 * s) * t * (1 - t)
    value = ys[k] + h * (s * t**2 + d[k] * t * (1 - t)) / below
    above = s**2 * (d[k + 1] * t**2 + 2 * s * t * (1 - t) + d[k] * (1 - t) ** 2)
    return value, np.log(above / below**2)


def splines(v, q):
    n = v.shape[1]
    out = [[spline_of_one(row[j], raw[j::n]) for j in range(n)] for row, raw in zip(v, q)]
    return np.array(out)[:, :, 0], np.array(out)[:, :, 1]


def log_density(tensors, rows, autoregressive, spline):
    x, context = rows[:, :FEATURES].astype(float), rows[:, FEATURES:].astype(float)
    z = (x - tensors["standardise.mean"]) / tensors["standardise.scale"]
    result = -0.5 * FEATURES * np.log(2 * np.pi)
    result = result - np.log(tensors["standardise.scale"].astype(float)).sum()
    passed = 0 if autoregressive else FEATURES // 2
    for t in range(TRANSFORMS):
        get = lambda name: tensors[f"transform.{t}.{name}"].astype(float)
        matrix = get("mixing.weight")
        v = z[:, tensors[f"transform.{t}.permutation"]] @ matrix.T + get("mixing.bias")
        result = result + np.linalg.slogdet(matrix)[1]
        h = np.concatenate([v if autoregressive else v[:, :passed], context], axis=1)
        for l in range(len(HIDDEN) + 1):
            new = h @ get(f"layer.{l}.weight").T + get(f"layer.{l}.bias")
            if l < len(HIDDEN):
                new = np.maximum(new, 0) + (h if l > 0 else 0)
            h = new
        u, logs = (splines if spline else affine)(v[:, passed:], h)
        z = np.concatenate([v[:, :passed], u], axis=1)
        result = result + logs.sum(axis=1)
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


for kind in ["maf", "nsf-ar", "realnvp", "nsf-c"]:
    autoregressive, spline = kind in ("maf", "nsf-ar"), kind.startswith("nsf")
    tensors = weights(autoregressive, spline)
    spread = np.repeat([0.5, 1.5, 6.0], [15, 30, 5])[:, None]
    x = tensors["standardise.mean"] + tensors["standardise.scale"] * rng.normal(0, spread, (50, FEATURES))
    rows = np.concatenate([x, rng.normal(0, 1, (50, CONTEXT))], axis=1).astype("<f4")
    write(tensors, HERE / f"{kind}-reference.safetensors")
    with open(HERE / f"{kind}-reference.csv", "w") as csv:
        print(f"# NumPy {np.__version__}, flow_reference.py: 5 features, 2 of context, log p(x | c)", file=csv)
        for row, value in zip(rows, log_density(tensors, rows, autoregressive, spline)):
            print(*[repr(float(v)) for v in row], repr(float(value)), sep=",", file=csv)
