"""Reading official series from their services, and adding what is new in them to data/raw.

The road: `listing` says what is wanted; `world_bank`, `comtrade` and `eurostat` ask for it and
give answers; `rows` compares them with the tables; `refresh` walks it, and adds all rows of a
service or none.
"""
