"""Timers and Mesa's own events make one order."""

from math import inf

from mesa.time import Event, EventList, Priority

from guardship.world.timers import Timers


class Said:
    def __init__(self) -> None:
        self.words: list[str] = []

    def say(self, word: str) -> None:
        self.words.append(word)


def test_by_time_and_then_in_the_order_of_their_making() -> None:
    timers, said = Timers(), Said()
    for time, word in ((2.0, "d"), (1.0, "a"), (1.0, "b"), (1.5, "c")):
        timers.set(time, said.say, (word,))
    while timers.due < inf:
        timers.take().execute()
    assert said.words == list("abcd")


def test_a_cancelled_one_is_neither_due_nor_called() -> None:
    timers, said = Timers(), Said()
    first, second = timers.set(1.0, said.say, ("first",)), timers.set(2.0, said.say, ("second",))
    first.cancel()
    assert timers.due == 2.0 and list(timers) == [second]
    second.cancel()
    second.execute()
    assert timers.due == inf and said.words == []


def test_one_order_with_events_of_mesa() -> None:
    """By time, Mesa's priority, a timer's being the usual one, and the order of their making."""
    timers, events, said = Timers(), EventList(), Said()

    def event(time: float, word: str, priority: Priority = Priority.DEFAULT) -> None:
        events.add_event(Event(time, said.say, priority, [word]))

    event(1.0, "b")
    timers.set(1.0, said.say, ("c",))
    event(1.0, "d")
    event(1.0, "e", Priority.LOW)
    event(1.0, "a", Priority.HIGH)
    timers.set(0.5, said.say, ("0",))
    while timers.due < inf or events._events:
        head = events._events[0] if events._events else None
        (timers.take() if head is None or timers.before(head) else events.pop_event()).execute()
    assert said.words == list("0abcde")
