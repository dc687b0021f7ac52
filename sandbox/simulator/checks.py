"""What must hold after every step of a life: the same questions the state machine of the tests asks."""
