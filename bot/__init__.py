"""The only room that speaks Telegram and knows everybody: settings, intake, gate, beat, delivery, command line."""
