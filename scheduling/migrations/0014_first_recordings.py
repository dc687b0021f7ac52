"""What interviews say of their outcome becomes their first recording: when, and by whom where that is known.

One statement for all of them, in the database. Going back takes away what came from here alone.
"""

from django.db import migrations

FILL = """
INSERT INTO scheduling_attendance (interview_id, state, minutes_late, reason, words, at, by_id, way)
SELECT id, state, CAST(NULL AS smallint), '', '', outcome_at, outcome_by_id, 'earlier'
FROM scheduling_interview
WHERE state IN ('came', 'came_late', 'excused', 'absent') AND outcome_at IS NOT NULL
UNION ALL
SELECT id, state, CAST(NULL AS smallint), '', '', cancelled_at, CAST(NULL AS bigint), 'earlier'
FROM scheduling_interview
WHERE state IN ('cancelled_by_us', 'cancelled_by_candidate')
  AND cancelled_at IS NOT NULL AND starts_at IS NOT NULL
"""
EMPTY = "DELETE FROM scheduling_attendance WHERE way = 'earlier'"


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0013_who_came_recording_by_recording")]

    operations = [migrations.RunSQL(FILL, EMPTY)]
