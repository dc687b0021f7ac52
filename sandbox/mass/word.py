"""What has to be said before made-up people are put into an instance that really sends."""

THE_WORD = "these-people-do-not-exist"
