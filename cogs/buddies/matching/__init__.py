"""Who is paired with whom. Pure, and the only place that imports numpy and rustworkx: it runs in a worker process.

What counts, in this order: as many people as possible have somebody; who has first place is among them; nobody meets
the same person again while that can be avoided, and where it cannot the oldest history is forgotten first; then the
wishes in the organiser's order. What is still equal is decided by the seed. The hard rules (shared hours, language,
people who are never paired) hold in everything, also in groups of three.
"""
