"""What happened in a finished match: result, what turned it, and who played above or below the own average."""
