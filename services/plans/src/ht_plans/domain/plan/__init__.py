"""The Personal Health Plan, and the checks that ask later whether a change has lasted."""
