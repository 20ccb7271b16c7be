"""What is held of whom, why and for how long: the facts for the record of processing, the deletion concept and the answer to a person.

Here belong the categories of data and where each lies. Not here: erasing (`usecases.upkeep.purge`) and the papers (`report.privacy`).
"""
