"""Accounts without e-mail: a code for a whole school, or a sheet with a link for each teacher."""
