"""Handing the laptop over: the respondent answers alone, in a window of her own that leads nowhere else."""
