"""The face of a Đông Sơn drum as pure geometry: rays, rings, birds; no drawing, no colour.

The unit is the radius of the drum, the centre is the origin, ``y`` grows downwards. The same
marks serve a PDF and an SVG. The order is that of the Ngọc Lũ drum from the middle outwards:
the sun of fourteen rays with feathers between them, circles with a dot, Lạc birds flying
against the clock, and a saw-tooth rim.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

Point = tuple[float, float]

RAYS = 14
_BIRDS = 18
_EYES = 42
_TEETH = 56

# A heron in flight towards +x, seen from the side: long beak, crest, one raised wing with the
# steps of its feathers, fan of a tail. Seen from above, with two wings, it becomes an aeroplane.
_BIRD: tuple[Point, ...] = (
    (1.06, -0.10), (0.72, 0.06), (0.60, 0.14), (0.44, 0.20), (0.16, 0.40), (0.40, 0.10),
    (0.32, 0.02), (0.18, 0.09), (0.12, 0.26), (-0.04, 0.52), (-0.36, 0.80), (-0.30, 0.56),
    (-0.44, 0.54), (-0.33, 0.36), (-0.46, 0.32), (-0.32, 0.19), (-0.34, 0.08), (-0.56, 0.07),
    (-1.00, 0.24), (-0.93, 0.11), (-1.06, 0.05), (-0.95, -0.05), (-1.02, -0.17), (-0.56, -0.08),
    (-0.24, -0.15), (0.04, -0.15), (0.26, -0.09), (0.44, -0.03), (0.58, -0.02), (0.68, -0.03),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ring:
    """A circle: a line of that ``stroke``, or a full disc when the stroke is 0."""

    radius: float
    stroke: float = 0.0
    centre: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Trace:
    """A run of straight lines of that ``stroke``; with stroke 0 a filled polygon."""

    points: tuple[Point, ...]
    stroke: float = 0.0
    closed: bool = True


Mark = Ring | Trace


def polar(radius: float, turn: float) -> Point:
    """A point at a distance from the middle; ``turn`` 0 is up, 1 is once round clockwise."""
    return radius * sin(2 * pi * turn), -radius * cos(2 * pi * turn)


def sun(outer: float = 1.0, inner: float = 0.42, rays: int = RAYS) -> Trace:
    """The star of the drum, one ray straight up."""
    radii = (outer, inner)
    return Trace(tuple(polar(radii[i % 2], i / (2 * rays)) for i in range(2 * rays)))


def zigzag(inner: float, outer: float, teeth: int, stroke: float) -> Trace:
    """A closed saw-tooth line between two radii."""
    radii = (outer, inner)
    points = (polar(radii[i % 2], i / (2 * teeth)) for i in range(2 * teeth))
    return Trace(tuple(points), stroke)


@cache
def drum() -> tuple[Mark, ...]:
    """The whole face of the drum, from the rim to the sun."""
    return (*_rim(), *_flock(0.665, 0.098), *_eyes(0.503), *_feathers(), sun(0.385, 0.165))


def medal() -> tuple[Mark, ...]:
    """The small sun within two thin rings that stands for the drum at the size of a letter."""
    return (Ring(0.96, 0.05), Ring(0.82, 0.03), sun(0.66, 0.3))


def _rim() -> tuple[Mark, ...]:
    lines = ((0.9905, 0.019), (0.925, 0.005), (0.79, 0.005), (0.757, 0.011))
    inside = ((0.573, 0.011), (0.546, 0.005), (0.460, 0.005), (0.431, 0.009))
    rings = tuple(Ring(radius, stroke) for radius, stroke in lines + inside)
    return (*rings, zigzag(0.812, 0.903, _TEETH, 0.0075))


def _flock(radius: float, half_length: float) -> tuple[Mark, ...]:
    return tuple(_bird(radius, half_length, (i + 0.5) / _BIRDS) for i in range(_BIRDS))


def _bird(radius: float, half_length: float, turn: float) -> Trace:
    """One bird, bent along its ring, beak against the clock."""
    return Trace(
        tuple(
            polar(
                radius + (y - 0.2) * half_length * 1.15, turn - x * half_length / radius / (2 * pi)
            )
            for x, y in _BIRD
        )
    )


def _eyes(radius: float) -> tuple[Mark, ...]:
    places = [polar(radius, i / _EYES) for i in range(_EYES)]
    rings = tuple(Ring(0.0235, 0.0055, place) for place in places)
    return rings + tuple(Ring(0.0085, 0.0, place) for place in places)


def _feathers() -> tuple[Mark, ...]:
    """Between two rays a stem with three chevrons: the peacock feather of the drums."""
    turns = [(i + 0.5) / RAYS for i in range(RAYS)]
    stems = tuple(Trace((polar(0.235, t), polar(0.395, t)), 0.006, closed=False) for t in turns)
    return stems + tuple(_chevron(reach, t) for t in turns for reach in (0.29, 0.325, 0.36))


def _chevron(reach: float, turn: float) -> Trace:
    spread = 0.0115
    arms = (
        polar(reach + 0.033, turn - spread),
        polar(reach, turn),
        polar(reach + 0.033, turn + spread),
    )
    return Trace(arms, 0.006, closed=False)
