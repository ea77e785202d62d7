"""Reference values of the rational-quadratic spline, from mpmath with 50 digits.

python3 spline_reference.py writes spline-reference.csv beside itself. Each line: K, B, the 3 K - 1
raw parameters, v, u(v), log du/dv, w, the v at which u is w.

It shares no code with Vigia, and finds the inverse by bisection, not by the quadratic formula.
"""

import pathlib
import random

import mpmath as mp

mp.mp.dps = 50
HERE = pathlib.Path(__file__).parent
rng = random.Random(20261124)
LEAST = mp.mpf("0.001")


def softmax(raw):
    exps = [mp.exp(r) for r in raw]
    return [e / sum(exps) for e in exps]


def edges(raw, bound):
    count = len(raw)
    places = [-bound]
    for share in softmax(raw):
        places.append(places[-1] + 2 * bound * (LEAST + (1 - count * LEAST) * share))
    places[-1] = bound
    return places


def spline(parameters, bins, bound):
    xs = edges(parameters[:bins], bound)
    ys = edges(parameters[bins : 2 * bins], bound)
    offset = mp.log(mp.exp(1 - LEAST) - 1)
    slopes = [LEAST + mp.log(1 + mp.exp(r + offset)) for r in parameters[2 * bins :]]
    slopes = [mp.mpf(1)] + slopes + [mp.mpf(1)]

    def value(v):
        if abs(v) > bound:
            return v
        k = max(i for i in range(bins) if xs[i] <= v)
        w, h = xs[k + 1] - xs[k], ys[k + 1] - ys[k]
        t, s = (v - xs[k]) / w, h / w
        bend = slopes[k + 1] + slopes[k] - 2 * s
        return ys[k] + h * (s * t**2 + slopes[k] * t * (1 - t)) / (s + bend * t * (1 - t))

    return value


def inverse(value, w, bound):
    if abs(w) > bound:
        return w
    low, high = -bound, bound
    for _ in range(170):
        middle = (low + high) / 2
        low, high = (middle, high) if value(middle) < w else (low, middle)
    return low


lines = []
for bins, bound, width in [(2, 3, 1), (8, 4, 0.3), (8, 4, 1), (8, 4, 2), (16, 3, 1), (5, 1, 4)]:
    for _ in range(12):
        parameters = [rng.gauss(0, width) for _ in range(3 * bins - 1)]
        v, w = (rng.uniform(-1.05, 1.05) * bound for _ in range(2))
        exact = [mp.mpf(p) for p in parameters]
        value = spline(exact, bins, mp.mpf(bound))
        # The derivative by differences of 50-digit values, so that no formula of it is repeated.
        step = mp.mpf(10) ** -20
        slope = (value(mp.mpf(v) + step) - value(mp.mpf(v) - step)) / (2 * step)
        answers = [v, value(mp.mpf(v)), mp.log(slope), w, inverse(value, mp.mpf(w), mp.mpf(bound))]
        numbers = [*map(repr, parameters), *(mp.nstr(mp.mpf(a), 20) for a in answers)]
        lines.append(",".join([str(bins), str(bound), *numbers]))

with open(HERE / "spline-reference.csv", "w") as csv:
    print(f"# mpmath {mp.__version__}, 50 digits, spline_reference.py", file=csv)
    print("# K, B, 3 K - 1 parameters, v, u, log du/dv, w, v at which u = w", file=csv)
    print(*lines, sep="\n", file=csv)
