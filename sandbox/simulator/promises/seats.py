"""What must hold of bookings at every moment, asked of the database itself in SQL that both speak."""

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "no slot has more people than seats": """
        SELECT s.id, s.capacity, count(*) FROM scheduling_booking b JOIN scheduling_slot s ON s.id = b.slot_id
        WHERE b.active GROUP BY s.id, s.capacity HAVING count(*) > s.capacity""",
    "a seat has one person, and a number its slot has": """
        SELECT b.slot_id, b.seat, count(*)
        FROM scheduling_booking b JOIN scheduling_slot s ON s.id = b.slot_id
        WHERE b.active GROUP BY b.slot_id, b.seat, s.capacity
        HAVING count(*) > 1 OR b.seat > s.capacity OR b.seat < 1""",
    "an interviewer meets one slot at a time": """
        SELECT one.id, other.id FROM scheduling_booking one JOIN scheduling_booking other
          ON one.interviewer_id = other.interviewer_id AND one.id < other.id AND one.slot_id <> other.slot_id
         AND one.starts_at < other.ends_at AND other.starts_at < one.ends_at
        WHERE one.active AND other.active""",
    "an interview has one time": """
        SELECT interview_id, count(*) FROM scheduling_booking WHERE active
        GROUP BY interview_id HAVING count(*) > 1""",
    "whoever is booked has a seat, at the time they were told": """
        SELECT i.id, i.starts_at, b.starts_at FROM scheduling_interview i
        LEFT JOIN scheduling_booking b ON b.interview_id = i.id AND b.active
        WHERE i.state = 'booked'
          AND (b.id IS NULL OR b.starts_at <> i.starts_at OR b.ends_at <> i.ends_at)""",
    "a booking repeats its slot's time and interviewer": """
        SELECT b.id FROM scheduling_booking b JOIN scheduling_slot s ON s.id = b.slot_id
        WHERE b.active AND (b.starts_at <> s.starts_at OR b.ends_at <> s.ends_at
          OR coalesce(b.interviewer_id, 0) <> coalesce(s.interviewer_id, 0))""",
    "whoever has not chosen, or has left, has no seat": """
        SELECT i.id, i.state FROM scheduling_interview i
        JOIN scheduling_booking b ON b.interview_id = i.id AND b.active
        WHERE i.state IN ('invited', 'lapsed', 'cancelled_by_us', 'cancelled_by_candidate')""",
    "an ended application has no open interview": """
        SELECT a.id, i.id FROM candidates_application a JOIN scheduling_interview i ON i.application_id = a.id
        WHERE a.stage IN ('withdrawn', 'rejected', 'declined', 'closed') AND i.state = 'invited'""",
    "an application has one open interview": """
        SELECT application_id, count(*) FROM scheduling_interview WHERE state IN ('invited', 'booked')
        GROUP BY application_id HAVING count(*) > 1""",
    "what was given back says when": """
        SELECT id FROM scheduling_booking WHERE active <> (released_at IS NULL)""",
    "nobody was booked on a seat somebody else held": """
        SELECT b.id, h.id FROM scheduling_booking b JOIN scheduling_slothold h
          ON h.slot_id = b.slot_id AND h.seat = b.seat AND h.interview_id <> b.interview_id
        WHERE b.active AND h.until > b.booked_at""",
    "a hold is of a seat there is": """
        SELECT h.id FROM scheduling_slothold h JOIN scheduling_slot s ON s.id = h.slot_id
        WHERE h.seat < 1 OR h.seat > s.capacity""",
}
