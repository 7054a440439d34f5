"""Printed figures become intervals, and claims are held against independent evidence."""

import sys

# nbformat imports jsonschema, which compiles a grammar of IRIs where it finds this package:
# seconds at every start, for a format that no notebook's schema names. JupyterLab brings it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
