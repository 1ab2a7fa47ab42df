"""Whoosh with postings in flat arrays, read by mmap and scored by numpy.

Whoosh keeps the table of contents, generations, locks, segments and schema; the files of a
segment, the writer and the executor are ours. Only internals common to whoosh3 3.54 and
whoosh-reloaded 2.7.5 are touched.
"""
