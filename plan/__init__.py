"""The domain as pure functions and frozen values: rules, wording, reading of documents."""
