"""What JupyterLab shows beside what the report shows."""
