"""Pydantic models: what they hold, who sends them and who gets them, and which rows they stand for."""
