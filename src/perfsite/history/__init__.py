"""What git knows of a repository of records. git is called here and nowhere else."""
