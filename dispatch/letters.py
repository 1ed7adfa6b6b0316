"""Vietnamese letters for the character classes of patterns.

In Unicode the two cases alternate from U+1EA0 on, and Đ, Ă, Ơ and Ư stand among their small
letters too: a range such as ``à-ỹ`` holds half of the capitals, ``À-Ỹ`` most of the small ones.
"""

LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
UPPER = "A-Z" + LOWER[3:].upper()
