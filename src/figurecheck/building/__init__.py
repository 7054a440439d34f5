"""Builds the report: the chapters in order, the pages, the manifest, and the swap into place."""
