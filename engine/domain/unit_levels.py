"""The levels of administrative units: the first words of their names."""

LEVELS = {
    "xã": 1, "phường": 1, "thị trấn": 1, "đặc khu": 1, "huyện": 2, "quận": 2, "thị xã": 2, "thành phố": 2, "tỉnh": 3,
}  # fmt: skip
"""Each with its height; until 30/6/2025 there were some of the second."""
