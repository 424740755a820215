"""Speed, as ratios against yardsticks that run in turn with it on the same machine."""
