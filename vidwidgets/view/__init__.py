"""A job as a picture: the live card, the player, and the plain HTML that a saved notebook keeps."""
