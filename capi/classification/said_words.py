"""What words stand for each other, which seldom change a code, and which never do."""

import re

ALIKE = (
    ("foreman", "supervisor", "chargehand", "overseer", "ganger", "chargeman"),
    ("manager", "management"),
    ("shop", "retail", "store"),
    ("factory", "manufacture", "making", "maker", "manufacturer", "producer", "production"),
    ("operator", "operative", "worker", "hand"),
    ("lorry", "truck"),
    ("council", "authority", "government"),
    ("salesman", "sales", "selling", "seller"),
    ("mechanic", "fitter"),
    ("teacher", "lecturer", "tutor"),
    ("carer", "care"),
    ("doctor", "practitioner", "physician"),
    ("firefighter", "fireman", "fire"),
    ("police", "policeman", "constable"),
    ("postman", "postal", "post"),
    ("developer", "programmer"),
    ("software", "computer", "computing", "programming"),
    ("technology", "computing", "computer"),
    ("house", "housing", "home"),
    ("cafe", "restaurant", "catering"),
    ("hotel", "hospitality"),
    ("bank", "banking", "financial"),
    ("farm", "farming", "agriculture", "agricultural"),
    ("railway", "train", "rail"),
    ("ship", "shipping", "marine"),
    ("boat", "ship", "vessel"),
    ("clothes", "clothing", "garment"),
    ("shoe", "footwear", "boot"),
    ("pottery", "ceramic"),
    ("medicine", "pharmacy", "pharmaceutical", "drug"),
    ("chemist", "pharmacist", "pharmacy"),
    ("hairdresser", "hairdressing", "hair"),
    ("warehouse", "warehousing", "storage"),
    ("car", "vehicle", "motor"),
    ("vehicle", "van", "lorry"),
    ("aircraft", "airline", "aviation", "plane", "aeroplane"),
    ("solicitor", "lawyer", "legal", "law"),
    ("newspaper", "press", "journalism"),
    ("repairer", "mender", "repair"),
    ("assistant", "aide", "helper"),
    ("boss", "manager", "owner"),
    ("nursery", "kindergarten", "preschool"),
    ("janitor", "caretaker"),
    ("guard", "security"),
    ("refuse", "rubbish", "waste"),
    ("binman", "refuse"),
    ("engineer", "engineering"),
    ("building", "builder", "construction"),
    ("church", "religious", "clergy"),
    ("elderly", "residential"),
    ("phone", "telephone", "telecom"),
    ("school", "education", "educational"),
    ("mining", "mine", "colliery", "pit"),
    ("mill", "spinning"),
    ("insurance", "assurance"),
    ("wholesale", "wholesaler"),
)
"""Words that often stand for each other in job titles and industries; worth less than the word itself."""

SELDOM_CODES = frozenset(
    (
        "agency", "apprentice", "band", "casual", "class", "experienced", "former", "freelance", "general",
        "grade", "junior", "lead", "level", "main", "own", "permanent", "principal", "qualified", "relief",
        "retired", "seasonal", "senior", "temporary", "trainee", "various",
    )
)  # fmt: skip
"""In most titles they change nothing of the code; where an index has an entry with them, they count."""

NEVER_CODE = re.compile(
    r"\b(part time|full time|self employed|zero hours?|fixed term|shift work(er)?|night shift|day shift|working as an?|work as an?|i am an?|nec|nos|etc)\b"
)

EMPTY = frozenset(
    (
        "a", "an", "and", "as", "at", "by", "for", "from", "he", "her", "his", "i", "in", "into", "is", "me",
        "my", "of", "on", "or", "our", "she", "that", "the", "their", "them", "they", "this", "to", "we",
        "which", "who", "with",
    )
)  # fmt: skip
