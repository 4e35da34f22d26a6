"""What the register says, in the shape that a funder, an auditor or an administrator needs."""
