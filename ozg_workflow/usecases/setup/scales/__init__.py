"""The scale of maturity of a rollout is loaded: what was reported on another one is kept and must be comparable.

What a level means on another scale is said by `domain/survey/maturity.py`.
"""
