"""Who can be seen in a photo: faces found and measured, the shot type, encodings of focused faces."""
