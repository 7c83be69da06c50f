"""The whole bot asked by everybody: a scene full of secrets, plausible lines, and somebody who says them all."""
