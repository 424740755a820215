"""What all tests share: examples are drawn as slowly as a busy machine needs."""

from hypothesis import HealthCheck, settings

# How long a draw or an example takes says something about the machine, nothing about the code.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")
