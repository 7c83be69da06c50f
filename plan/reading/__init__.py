"""Read a Chinese work plan. docs/reading.md has the rules; the modules name them by their numbers.

`decode` turns the bytes of a text file into characters; `html.text_of` does the same for a web page. `read` then goes
through these steps:

1. `lines`, `paragraphs`: remove page numbers, join broken lines, make of each paragraph a normalized view to match.
2. `file_parts`, `front_matter`: choose the plan among notice and annexes; find title, issuer, year and recipients.
3. `outline`, `titles`: build the tree of numbered parts and divide each into title and body (rule 2).
4. `sections`: make sections and items of the tree, without the parts that hold no tasks (rule 3).
5. `item_reader`, `sentences`, `is_task`: split a body into sentences and keep those that are tasks (rules 1 and 3);
   `tables`, `table_items` do this for the rows of a table.
6. `stated_targets`, `time_hints`, `lower_level`, `unit_notes`, `acting_units`: find in each task its targets (rule 4),
   times (5), whether a lower level acts (6), and its units (7). `plan_goals` collects the goals of the whole plan.
7. `refusals`: raise NotAPlan with the reason where the paper is no plan, or holds no task.
"""

from plan.reading.decode import decode
from plan.reading.document import Document, Item, NotAPlan, Section, TargetText, TaskText, TimeHint
from plan.reading.json_output import as_json
from plan.reading.reader import read

__all__ = ["Document", "Item", "NotAPlan", "Section", "TargetText", "TaskText", "TimeHint", "as_json", "decode", "read"]
