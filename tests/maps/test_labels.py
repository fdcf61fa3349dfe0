"""Names on a map: none lies over another, all lie on the map, what is too long is cut."""

import numpy as np
import shapely

from guardship.maps.labels import LETTERS, Box, Labels, cut, folded, measured

SIZE = 8.0


def boxes(labels: Labels) -> list[Box]:
    return [
        Box(x - 0.5 * wide, y - 0.5 * high, x + 0.5 * wide, y + 0.5 * high)
        for text, x, y, turned, size in labels.set
        if turned == 0.0
        for wide, high in [measured(text, size)]
    ]


def test_many_places_at_random() -> None:
    labels = Labels(4.0, 3.0)
    points = np.random.default_rng(2).uniform((0.0, 0.0), (4.0, 3.0), (60, 2))
    done = [labels.place(f"place {k}", x, y, 0.05, SIZE) for k, (x, y) in enumerate(points.tolist())]
    found = boxes(labels)
    assert 10 < sum(done) == len(found) < 60
    assert not any(a.meets(b) for k, a in enumerate(found) for b in found[:k])
    assert all(a.x0 >= 0.0 and a.y0 >= 0.0 and a.x1 <= 4.0 and a.y1 <= 3.0 for a in found)


def test_an_area_has_its_name_in_it_and_off_lines_where_there_is_room() -> None:
    labels = Labels(4.0, 3.0)
    area = shapely.box(0.5, 0.5, 3.5, 2.5)
    labels.avoid(shapely.LineString([(0.0, 1.5), (4.0, 1.5)]), 0.1)
    assert labels.area("ground", area, SIZE)
    (label,) = labels.set
    assert area.contains(shapely.Point(label.x, label.y)) and abs(label.y - 1.5) > 0.1
    thin = Labels(4.0, 3.0)
    thin.avoid(shapely.LineString([(0.0, 1.5), (4.0, 1.5)]), 2.0)
    assert thin.area("ground", area, SIZE)  # there is no better place


def test_a_line_has_its_name_along_it() -> None:
    labels = Labels(4.0, 4.0)
    assert labels.line("lane", shapely.LineString([(3.5, 3.5), (0.5, 0.5)]), 0.05, SIZE)
    (label,) = labels.set
    assert label.turned == 45.0  # upright, whichever way the ships go
    assert not labels.line("far away", shapely.LineString([(9.0, 9.0), (12.0, 9.0)]), 0.05, SIZE)


def test_what_is_too_long() -> None:
    wide = measured("a" * 10, SIZE)[0]
    assert cut("a" * 10, wide, SIZE) == "a" * 10
    shorter = cut("a" * 40, wide, SIZE)
    assert shorter.endswith("…") and measured(shorter, SIZE)[0] <= wide
    lines = folded("many words " * 30, 2.0, SIZE, 3)
    assert len(lines) == 3 and lines[-1].endswith("…") and all(measured(line, SIZE)[0] <= 2.0 for line in lines)
    assert folded("", 2.0, SIZE, 3) == [""]
    labels = Labels(9.0, 9.0)
    labels.place("n" * 64, 4.5, 4.5, 0.05, SIZE)
    assert len(labels.set[0].text) == LETTERS
