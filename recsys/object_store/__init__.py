"""Models in object stores: published to a URL, and copied from it to be served.

Nothing is loaded with the package: a service reads addresses before anything that computes.
"""
