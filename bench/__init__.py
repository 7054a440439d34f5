"""How fast the report is built, held against papermill and nbconvert: `python -m bench`.

`edits` are the changes that a scenario makes, `copies` the scratch project it makes them in;
`steps` runs the commands, `ways` says which; `rounds` measures builds and `large` the tables;
`results` compares, `drawing` draws, `__main__` is the command.
"""
