"""How answers become figures. Every figure is unrounded and names the rule that made it."""
