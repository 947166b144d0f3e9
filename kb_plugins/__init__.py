"""Firstline: a static help centre from a folder of Markdown.

Data flows one way:
Markdown -> content -> model -> pages | search | quality -> adapter -> templates -> browser.
See DESIGN.md for the picture and the decisions.
"""
