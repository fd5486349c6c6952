"""What the machine may not decide: cases for the officer, and every photo's judgement, current as its facts."""
