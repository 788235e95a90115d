"""Other spellings of the names of provinces and cities, which tables use beside the official one."""

from __future__ import annotations

SPELLINGS: dict[str, tuple[str, ...]] = {
    "Hồ Chí Minh": ("HCM", "HCMC", "Hồ Chí Minh City", "HCM City", "Sài Gòn"),
    "Bà Rịa - Vũng Tàu": ("BR-VT", "BRVT", "Bà Rịa Vũng Tàu", "BR - Vũng Tàu"),
    "Thừa Thiên Huế": ("Thừa Thiên - Huế", "TT Huế", "TT-Huế", "TT. Huế", "T.T. Huế", "TTH", "TT-Hue", "TT Hue"),
    "Đắk Lắk": ("Đắc Lắc", "Đăk Lăk", "Đăk Lắk", "Đắk Lăk", "Đak Lak", "Dak Lak"),
    "Đắk Nông": ("Đắc Nông", "Đăk Nông", "Đak Nông", "Dak Nong"),
    "Bắc Kạn": ("Bắc Cạn",),
    "Hà Nội": ("Hanoi",),
    "Hải Phòng": ("Haiphong",),
    "Đà Nẵng": ("Danang",),
    "Cần Thơ": ("Cantho",),
}
"""Each official name with the others."""

WHOLE: dict[str, str] = {
    "TPHCM": "Thành phố Hồ Chí Minh",
    "TP.HCM": "Thành phố Hồ Chí Minh",
    "TP HCM": "Thành phố Hồ Chí Minh",
}
"""Short forms that hold the level too."""

REGIONS: tuple[str, ...] = (
    "Đồng bằng sông Hồng", "Trung du và miền núi phía Bắc", "Miền núi và trung du phía Bắc", "Trung du miền núi phía Bắc",
    "Bắc Trung Bộ và duyên hải miền Trung", "Bắc Trung Bộ", "Duyên hải miền Trung", "Duyên hải Nam Trung Bộ", "Nam Trung Bộ",
    "Bắc Trung Bộ và Duyên hải Nam Trung Bộ", "Nam Trung Bộ và Tây Nguyên", "Tây Nguyên", "Đông Nam Bộ",
    "Đồng bằng sông Cửu Long", "Tây Nam Bộ", "Đông Bắc", "Tây Bắc", "Đông Bắc Bộ", "Tây Bắc Bộ", "Bắc Bộ", "Trung Bộ", "Nam Bộ",
    "Miền Bắc", "Miền Trung", "Miền Nam", "Miền Trung - Tây Nguyên", "Đồng bằng Bắc Bộ", "Đồng bằng Nam Bộ",
    "Red River Delta", "Mekong River Delta", "Mekong Delta", "Northern midlands and mountain areas", "Central Highlands", "South East",
    "North Central and Central coastal areas", "Northern Midlands and Mountains", "Southeast", "North East", "North West",
    "North Central", "South Central Coast", "North Central Coast",
)  # fmt: skip
"""Regions of statistics and planning: groups of provinces, never a unit."""
