"""Where: zones drawn by somebody, buffers in kilometres on the ellipsoid, and how surely a place lies inside.

A place of an observation is never a point here: it has an error, and so membership is a probability. No point
of origin of fire is worked out anywhere.

Its parts are imported by their own names (``places.zones``, ``places.buffers``, ``places.membership``): each loads
another large library, and reading a zone needs only the first.
"""
