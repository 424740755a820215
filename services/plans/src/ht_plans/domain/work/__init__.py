"""The way into work, beside a plan: where somebody stands, what they took up, what lasted."""
