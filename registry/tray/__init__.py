"""Where a picture lies that a visitor without an account hands over: in memory, for minutes, until it is looked at."""
