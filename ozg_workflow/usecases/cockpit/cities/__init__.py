"""What is asked of all rollouts at once: the same questions however many there are.

Not here: anything about a single rollout, nor who may see which (`web.walls`).
"""
