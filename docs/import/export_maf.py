"""A masked autoregressive flow trained in NumPy, written so that 'vigia models import' takes it.

python3 export_maf.py DIR writes into DIR:
  maf.safetensors     the weights, in the layout of docs/models.md
  background.csv      rows of the same law that the training did not see, to calibrate on
  log-densities.csv   some rows and log p of each, by this script, in nats

What matters to others is layout() and write(): with PyTorch the training is yours, and a masked
layer's tensors are (layer.weight * mask).detach().numpy() and layer.bias.detach().numpy().
"""

import json
import pathlib
import struct
import sys

import numpy as np

FEATURES, TRANSFORMS, HIDDEN, BOUND = 2, 4, 32, 5.0
PERMUTATION = np.arange(FEATURES)[::-1]  # each transform reverses the order
rng = np.random.default_rng(7)


def draw(n):
    """A bent Gaussian: y follows the square of x."""
    x = 1 + 2 * rng.normal(size=n)
    y = 0.5 * ((x - 1) / 2) ** 2 + 0.3 * rng.normal(size=n)
    return np.stack([x, y], axis=1).astype("<f4")


def masks():
    """Hidden unit m sees the inputs i < m, feature j sees the hidden units m <= j."""
    unit = np.arange(HIDDEN) % (FEATURES - 1) + 1 if FEATURES > 1 else np.zeros(HIDDEN)
    feature = np.arange(FEATURES)
    return unit[:, None] > feature, np.tile(feature, 2)[:, None] >= unit


def first_weights():
    seen, given = masks()
    return [
        {
            "w0": seen * rng.normal(0, 0.5, seen.shape), "b0": rng.normal(0, 0.5, HIDDEN),
            "w1": given * rng.normal(0, 0.05, given.shape), "b1": np.zeros(2 * FEATURES),
        }
        for _ in range(TRANSFORMS)
    ]


def transform(layer, z):
    """From data to noise: u = (v - mu) exp(-a), a = s / (1 + |s| / B)."""
    v = z[:, PERMUTATION]
    h = np.maximum(v @ layer["w0"].T + layer["b0"], 0)
    q = h @ layer["w1"].T + layer["b1"]
    mu, s = q[:, :FEATURES], q[:, FEATURES:]
    a = s / (1 + np.abs(s) / BOUND)
    return v, h, s, a, (v - mu) * np.exp(-a)


def log_density(layers, mean, scale, rows):
    z = (rows.astype(float) - mean) / scale
    result = -0.5 * FEATURES * np.log(2 * np.pi) - np.log(scale).sum()
    for layer in layers:
        _, _, _, a, z = transform(layer, z)
        result = result - a.sum(axis=1)
    return result - 0.5 * (z**2).sum(axis=1)


def gradients(layers, z):
    """Of the mean of 1/2 |u|^2 + sum a over the rows."""
    passes = []
    for layer in layers:
        passes.append(transform(layer, z))
        z = passes[-1][-1]
    (seen, given), result, to_u = masks(), [], z
    for layer, (v, h, s, a, u) in reversed(list(zip(layers, passes))):
        to_mu = -to_u * np.exp(-a)
        to_s = (1 - to_u * u) / (1 + np.abs(s) / BOUND) ** 2
        to_q = np.concatenate([to_mu, to_s], axis=1) / len(v)
        to_h = (to_q @ layer["w1"]) * (h > 0)
        result.insert(0, {
            "w0": seen * (to_h.T @ v), "b0": to_h.sum(axis=0),
            "w1": given * (to_q.T @ h), "b1": to_q.sum(axis=0),
        })
        to_u = np.empty_like(u)
        to_u[:, PERMUTATION] = -to_mu + len(v) * (to_h @ layer["w0"])
    return result


def train(rows, mean, scale, steps=1500, batch=512, rate=5e-3):
    """Adam (Kingma and Ba 2015)."""
    layers, z = first_weights(), (rows.astype(float) - mean) / scale
    first = [{k: np.zeros_like(v) for k, v in layer.items()} for layer in layers]
    second = [{k: np.zeros_like(v) for k, v in layer.items()} for layer in layers]
    for step in range(1, steps + 1):
        found = gradients(layers, z[rng.integers(len(z), size=batch)])
        for layer, m, v, g in zip(layers, first, second, found):
            for k in layer:
                m[k] = 0.9 * m[k] + 0.1 * g[k]
                v[k] = 0.999 * v[k] + 0.001 * g[k] ** 2
                mean_g, mean_g2 = m[k] / (1 - 0.9**step), v[k] / (1 - 0.999**step)
                layer[k] = layer[k] - rate * (1 - step / steps) * mean_g / (np.sqrt(mean_g2) + 1e-8)
    return layers


def layout(layers, mean, scale):
    """The tensors by the names that Vigia reads, and the flow's shape."""
    tensors = {"standardise.mean": mean, "standardise.scale": scale}
    for t, layer in enumerate(layers):
        tensors[f"transform.{t}.permutation"] = PERMUTATION.astype("<i4")
        for l in (0, 1):
            tensors[f"transform.{t}.layer.{l}.weight"] = layer[f"w{l}"]
            tensors[f"transform.{t}.layer.{l}.bias"] = layer[f"b{l}"]
    architecture = {
        "kind": "maf", "features": FEATURES, "transforms": TRANSFORMS, "hidden": [HIDDEN],
        "activation": "relu", "log_scale_bound": BOUND,
    }
    return tensors, architecture


def write(tensors, architecture, path):
    """safetensors, byte by byte; safetensors.numpy.save_file(tensors, path, metadata) does it too."""
    header, data = {"__metadata__": {"vigia.architecture": json.dumps(architecture)}}, b""
    for name, tensor in tensors.items():
        tensor = np.ascontiguousarray(tensor, "<i4" if tensor.dtype.kind == "i" else "<f4")
        header[name] = {
            "dtype": "I32" if tensor.dtype.kind == "i" else "F32",
            "shape": list(tensor.shape),
            "data_offsets": [len(data), len(data) + tensor.nbytes],
        }
        data += tensor.tobytes()
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def write_csv(path, columns, rows):
    lines = [",".join(columns)] + [",".join(f"{v:.9g}" for v in row) for row in rows]
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rows = draw(20_000)
    mean, scale = rows.mean(axis=0, dtype=float), rows.std(axis=0, dtype=float)
    mean, scale = mean.astype("<f4").astype(float), scale.astype("<f4").astype(float)
    layers = train(rows, mean, scale)
    layers = [{k: v.astype("<f4").astype(float) for k, v in layer.items()} for layer in layers]
    write(*layout(layers, mean, scale), folder / "maf.safetensors")
    background = draw(2_000)
    numbered = np.column_stack([np.arange(1, len(background) + 1), background])
    write_csv(folder / "background.csv", ["event", "x", "y"], numbered)
    wide = np.concatenate([draw(30), 4 * draw(10)])
    found = log_density(layers, mean, scale, wide)
    write_csv(folder / "log-densities.csv", ["x", "y", "log_density"], np.column_stack([wide, found]))
    print(f"mean log p of {len(background)} rows: {log_density(layers, mean, scale, background).mean():.4f}")
