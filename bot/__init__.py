"""The only package that speaks Telegram: settings, inbox, scheduler, delivery, command line, simulation."""
