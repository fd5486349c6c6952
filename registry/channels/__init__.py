"""The places a photo is published to: a module a kind of place, one contract (`base`), one list (`catalogue`)."""
