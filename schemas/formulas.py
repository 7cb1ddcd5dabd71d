"""How a text begins that a spreadsheet would run as a formula."""

import re

# A pattern for Python and for PostgreSQL. The last four characters are full-width forms, which Excel accepts
# in Chinese, Japanese and Korean.
FORMULA = "^[-=+@\t\r\n\uff1d\uff0b\uff0d\uff20]"
STARTS = re.compile(FORMULA)
