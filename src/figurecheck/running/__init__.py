"""Runs the notebooks: papermill with an engine that also computes the values asked for in prose."""
