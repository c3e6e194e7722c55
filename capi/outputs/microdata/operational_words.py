"""The operational categories of NS-SEC in words, as a label of each value shows them.

Source: the ONS NS-SEC user manual (SOC2010), section 7, table 2.
"""

from collections.abc import Mapping

OPERATIONAL_WORDS: Mapping[str, str] = {
    "L1": "Employers in large establishments",
    "L2": "Higher managerial and administrative occupations",
    "L3.1": "Higher professional: traditional employees",
    "L3.2": "Higher professional: new employees",
    "L3.3": "Higher professional: traditional self-employed",
    "L3.4": "Higher professional: new self-employed",
    "L4.1": "Lower professional and higher technical: traditional employees",
    "L4.2": "Lower professional and higher technical: new employees",
    "L4.3": "Lower professional and higher technical: traditional self-employed",
    "L4.4": "Lower professional and higher technical: new self-employed",
    "L5": "Lower managerial and administrative occupations",
    "L6": "Higher supervisory occupations",
    "L7.1": "Intermediate clerical and administrative occupations",
    "L7.2": "Intermediate sales and service occupations",
    "L7.3": "Intermediate technical and auxiliary occupations",
    "L7.4": "Intermediate engineering occupations",
    "L8.1": "Employers in small establishments in industry, commerce, services etc.",
    "L8.2": "Employers in small establishments in agriculture",
    "L9.1": "Own account workers (non-professional)",
    "L9.2": "Own account workers (agriculture)",
    "L10": "Lower supervisory occupations",
    "L11.1": "Lower technical craft occupations",
    "L11.2": "Lower technical process operative occupations",
    "L12.1": "Semi-routine sales occupations",
    "L12.2": "Semi-routine service occupations",
    "L12.3": "Semi-routine technical occupations",
    "L12.4": "Semi-routine operative occupations",
    "L12.5": "Semi-routine agricultural occupations",
    "L12.6": "Semi-routine clerical occupations",
    "L12.7": "Semi-routine childcare occupations",
    "L13.1": "Routine sales and service occupations",
    "L13.2": "Routine production occupations",
    "L13.3": "Routine technical occupations",
    "L13.4": "Routine operative occupations",
    "L13.5": "Routine agricultural occupations",
    "L14.1": "Never worked",
    "L14.2": "Long-term unemployed",
    "L15": "Full-time students",
    "L16": "Occupations not stated or inadequately described",
    "L17": "Not classifiable for other reasons",
}
