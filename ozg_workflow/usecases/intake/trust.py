"""Who may answer for an office: the addresses of the directory, and the domains of the city."""

from ozg_workflow.usecases.step.work import Work


def is_trusted(work: Work, address: str) -> bool:
    """Tell whether an address (in lower case) is in the directory or belongs to an allowed domain."""
    domains = {d.lower() for d in work.config.allowed_domains}
    return bool(address) and (address.rpartition("@")[2] in domains or work.directory.knows(address))
